-- Rules over time: a version of a rulebook holds from a moment on, and bonuses are scheduled beside them. Both take their
-- number from one count, which is the contest's rulebook column.
ALTER TABLE rulebooks ADD COLUMN from_at BIGINT NOT NULL DEFAULT 0;
ALTER TABLE rulebooks ADD COLUMN made_by TEXT;
ALTER TABLE rulebooks ADD COLUMN made_at BIGINT;

CREATE TABLE bonuses (
    workspace_id TEXT   NOT NULL,
    contest_id   TEXT   NOT NULL,
    version      BIGINT NOT NULL,
    label        TEXT   NOT NULL,
    percent      BIGINT NOT NULL,
    kinds        TEXT   NOT NULL,
    team_id      TEXT,
    weekends     BIGINT NOT NULL,
    from_at      BIGINT NOT NULL,
    until_at     BIGINT,
    made_by      TEXT   NOT NULL,
    made_at      BIGINT NOT NULL,
    off_at       BIGINT,
    PRIMARY KEY (workspace_id, contest_id, version)
);

-- What a score was made by: the version of the rules, the bonus that multiplied it, and the streak behind it.
ALTER TABLE scores ADD COLUMN rulebook BIGINT NOT NULL DEFAULT 1;
ALTER TABLE scores ADD COLUMN bonus TEXT;
ALTER TABLE scores ADD COLUMN streak_weeks BIGINT;

-- What captains may multiply for a week, in per cent, 0 for nothing, where a manager has said.
ALTER TABLE contests ADD COLUMN team_play BIGINT;
