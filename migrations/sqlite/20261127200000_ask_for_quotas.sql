-- What a contest asks of its reps: everybody's number in the row without a user (0 where only single reps have one), and
-- whether everybody can see everybody's.
CREATE TABLE quotas (
    workspace_id TEXT NOT NULL,
    contest_id   TEXT NOT NULL,
    user_id      TEXT NOT NULL,
    points       INTEGER NOT NULL,
    is_public    INTEGER NOT NULL DEFAULT 0,
    set_by       TEXT NOT NULL,
    set_at       INTEGER NOT NULL,
    PRIMARY KEY (workspace_id, contest_id, user_id)
) STRICT, WITHOUT ROWID;
