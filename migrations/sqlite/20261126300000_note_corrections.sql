-- What managers corrected by hand, why, and the entry of the ledger that it became. Only ever added to.
CREATE TABLE corrections (
    workspace_id TEXT    NOT NULL,
    contest_id   TEXT    NOT NULL,
    entry_id     TEXT    NOT NULL,
    user_id      TEXT    NOT NULL,
    made_by      TEXT    NOT NULL,
    points       INTEGER NOT NULL,
    reason       TEXT    NOT NULL,
    at           INTEGER NOT NULL,
    PRIMARY KEY (workspace_id, contest_id, entry_id)
) STRICT, WITHOUT ROWID;
