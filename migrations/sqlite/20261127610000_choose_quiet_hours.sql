-- When channels hear no shout-outs, as managers chose it; the operator's setting where they have not.
ALTER TABLE workspaces ADD COLUMN quiet_from TEXT;
ALTER TABLE workspaces ADD COLUMN quiet_until TEXT;
