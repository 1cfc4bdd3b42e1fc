-- Contests that come again: a series with its calendar, as JSON, while it repeats; and each contest's place in one, by
-- its number and by the turn of that calendar it was started for.
CREATE TABLE series (
    workspace_id TEXT    NOT NULL,
    series_id    TEXT    NOT NULL,
    title        TEXT    NOT NULL,
    rhythm       TEXT,
    PRIMARY KEY (workspace_id, series_id)
) STRICT, WITHOUT ROWID;

CREATE TABLE seasons (
    workspace_id TEXT    NOT NULL,
    contest_id   TEXT    NOT NULL,
    series_id    TEXT    NOT NULL,
    number       INTEGER NOT NULL,
    turn         INTEGER NOT NULL,
    PRIMARY KEY (workspace_id, contest_id)
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX seasons_in_order ON seasons (workspace_id, series_id, number);
