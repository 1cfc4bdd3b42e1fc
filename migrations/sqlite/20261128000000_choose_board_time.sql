-- When the boards of contests to come are posted, as managers chose it; the operator's setting where they have not.
ALTER TABLE workspaces ADD COLUMN board_at TEXT;
