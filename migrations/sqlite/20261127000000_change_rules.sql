-- Rules over time: a version of a rulebook holds from a moment on, and bonuses are scheduled beside them. Both take their
-- number from one count, which is the contest's rulebook column.
ALTER TABLE rulebooks ADD COLUMN from_at INTEGER NOT NULL DEFAULT 0;
ALTER TABLE rulebooks ADD COLUMN made_by TEXT;
ALTER TABLE rulebooks ADD COLUMN made_at INTEGER;

CREATE TABLE bonuses (
    workspace_id TEXT   NOT NULL,
    contest_id   TEXT   NOT NULL,
    version      INTEGER NOT NULL,
    label        TEXT   NOT NULL,
    percent      INTEGER NOT NULL,
    kinds        TEXT   NOT NULL,
    team_id      TEXT,
    weekends     INTEGER NOT NULL,
    from_at      INTEGER NOT NULL,
    until_at     INTEGER,
    made_by      TEXT   NOT NULL,
    made_at      INTEGER NOT NULL,
    off_at       INTEGER,
    PRIMARY KEY (workspace_id, contest_id, version)
) STRICT, WITHOUT ROWID;

-- What a score was made by: the version of the rules, the bonus that multiplied it, and the streak behind it.
ALTER TABLE scores ADD COLUMN rulebook INTEGER NOT NULL DEFAULT 1;
ALTER TABLE scores ADD COLUMN bonus TEXT;
ALTER TABLE scores ADD COLUMN streak_weeks INTEGER;

-- What captains may multiply for a week, in per cent, 0 for nothing, where a manager has said.
ALTER TABLE contests ADD COLUMN team_play INTEGER;
