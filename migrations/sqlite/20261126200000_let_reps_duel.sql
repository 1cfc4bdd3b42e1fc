-- Duels inside a contest: offered, accepted or not, and ended.
CREATE TABLE duels (
    workspace_id      TEXT    NOT NULL,
    contest_id        TEXT    NOT NULL,
    duel_id           TEXT    NOT NULL,
    challenger        TEXT    NOT NULL,
    rival             TEXT    NOT NULL,
    state             TEXT    NOT NULL,
    lasts             TEXT    NOT NULL,
    offered_at        INTEGER NOT NULL,
    starts_at         INTEGER,
    ends_at           INTEGER,
    challenger_points INTEGER,
    rival_points      INTEGER,
    PRIMARY KEY (workspace_id, contest_id, duel_id)
) STRICT, WITHOUT ROWID;
