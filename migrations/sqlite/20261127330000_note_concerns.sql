-- What a contest's manager was told of how it goes: whether it held when last looked at, and until when nothing is said.
CREATE TABLE concerns (
    workspace_id TEXT    NOT NULL,
    contest_id   TEXT    NOT NULL,
    concern      TEXT    NOT NULL,
    holds        INTEGER NOT NULL,
    silent_until INTEGER,
    PRIMARY KEY (workspace_id, contest_id, concern)
) STRICT, WITHOUT ROWID;
