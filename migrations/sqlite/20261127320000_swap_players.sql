-- Swaps between two teams: offered by one captain to the other.
CREATE TABLE swaps (
    workspace_id TEXT    NOT NULL,
    contest_id   TEXT    NOT NULL,
    swap_id      TEXT    NOT NULL,
    offered_by   TEXT    NOT NULL,
    offered_to   TEXT    NOT NULL,
    mine         TEXT    NOT NULL,
    theirs       TEXT    NOT NULL,
    state        TEXT    NOT NULL,
    offered_at   INTEGER NOT NULL,
    PRIMARY KEY (workspace_id, contest_id, swap_id)
) STRICT, WITHOUT ROWID;
