-- Prizes of a contest: for a place, or for so many points; `stock` is what is left of one that is given to several.
CREATE TABLE prizes (
    workspace_id TEXT NOT NULL,
    contest_id   TEXT NOT NULL,
    prize_id     TEXT NOT NULL,
    kind         TEXT NOT NULL,
    at_number    INTEGER NOT NULL,
    name         TEXT NOT NULL,
    stock        INTEGER CHECK (stock >= 0),
    made_by      TEXT NOT NULL,
    made_at      INTEGER NOT NULL,
    PRIMARY KEY (workspace_id, contest_id, prize_id)
) STRICT, WITHOUT ROWID;

-- What reps can claim for points that they have won.
CREATE TABLE rewards (
    workspace_id TEXT NOT NULL,
    reward_id    TEXT NOT NULL,
    name         TEXT NOT NULL,
    price        INTEGER NOT NULL CHECK (price > 0),
    stock        INTEGER CHECK (stock >= 0),
    made_by      TEXT NOT NULL,
    made_at      INTEGER NOT NULL,
    PRIMARY KEY (workspace_id, reward_id)
) STRICT, WITHOUT ROWID;

-- Prizes won and rewards claimed, and what became of each. A prize has a contest, a claim has none ('').
CREATE TABLE winnings (
    workspace_id TEXT NOT NULL,
    number       INTEGER NOT NULL,
    contest_id   TEXT NOT NULL,
    source_id    TEXT NOT NULL,
    user_id      TEXT NOT NULL,
    name         TEXT NOT NULL,
    price        INTEGER NOT NULL,
    ground       TEXT,
    state        TEXT NOT NULL,
    reason       TEXT,
    made_at      INTEGER NOT NULL,
    decided_by   TEXT,
    decided_at   INTEGER,
    PRIMARY KEY (workspace_id, number)
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX winnings_of_prizes ON winnings (workspace_id, contest_id, source_id, user_id) WHERE contest_id <> '';
CREATE INDEX winnings_by_user ON winnings (workspace_id, user_id, number);
CREATE INDEX winnings_open ON winnings (workspace_id, number) WHERE state = 'pending';

-- The latest number that a winning of a workspace was given.
CREATE TABLE winning_numbers (
    workspace_id TEXT NOT NULL,
    latest       INTEGER NOT NULL,
    PRIMARY KEY (workspace_id)
) STRICT, WITHOUT ROWID;
