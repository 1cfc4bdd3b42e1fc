-- What managers changed in who plays for which team: one player moved, or all dealt into so many teams.
CREATE TABLE team_changes (
    workspace_id TEXT    NOT NULL,
    contest_id   TEXT    NOT NULL,
    change_id    TEXT    NOT NULL,
    user_id      TEXT,
    from_team    TEXT,
    to_team      TEXT,
    teams        INTEGER,
    made_by      TEXT    NOT NULL,
    made_at      INTEGER NOT NULL,
    PRIMARY KEY (workspace_id, contest_id, change_id)
) STRICT, WITHOUT ROWID;
