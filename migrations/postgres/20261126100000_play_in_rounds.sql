-- The round that a contest is in, from 1; 0 where it has none. An entry belongs to the round in which it was paid, and a
-- standing knows what it has in the present one.
ALTER TABLE contests ADD COLUMN round BIGINT NOT NULL DEFAULT 0;
ALTER TABLE ledger ADD COLUMN round BIGINT NOT NULL DEFAULT 0;
ALTER TABLE standings ADD COLUMN round_points BIGINT NOT NULL DEFAULT 0;
UPDATE standings SET round_points = points;

CREATE TABLE rounds (
    workspace_id TEXT    NOT NULL,
    contest_id   TEXT    NOT NULL,
    round        BIGINT NOT NULL,
    of_rounds    BIGINT NOT NULL,
    starts_at    BIGINT NOT NULL,
    ends_at      BIGINT NOT NULL,
    plan         TEXT    NOT NULL,
    outcome      TEXT,
    PRIMARY KEY (workspace_id, contest_id, round)
);
