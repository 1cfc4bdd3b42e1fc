-- How a contest is won, as JSON; where it says nothing, most points win. `line` repeats, for the statement that moves a
-- standing, the points at which a player of this format is through.
ALTER TABLE contests ADD COLUMN format TEXT;
ALTER TABLE contests ADD COLUMN line BIGINT;

-- What formats go by, beside the points: the team, when the line was reached, and the points in the four weeks before.
ALTER TABLE standings ADD COLUMN team_id TEXT;
ALTER TABLE standings ADD COLUMN through_at BIGINT;
ALTER TABLE standings ADD COLUMN points_before BIGINT NOT NULL DEFAULT 0;
CREATE INDEX standings_by_team ON standings (workspace_id, contest_id, team_id) WHERE team_id IS NOT NULL;

CREATE TABLE teams (
    workspace_id TEXT    NOT NULL,
    contest_id   TEXT    NOT NULL,
    team_id      TEXT    NOT NULL,
    name         TEXT    NOT NULL,
    captain      TEXT,
    board_place  BIGINT,
    PRIMARY KEY (workspace_id, contest_id, team_id)
);

-- The seed of a draw: its hash is published when the contest starts, itself when the draw is made.
CREATE TABLE draws (
    workspace_id TEXT NOT NULL,
    contest_id   TEXT NOT NULL,
    seed         TEXT NOT NULL,
    PRIMARY KEY (workspace_id, contest_id)
);
