-- A share touches many tables. Each is kept by the key it is asked for, with no index more than is needed.

-- Found by link, or by the link of a share.
ALTER TABLE claims DROP CONSTRAINT claims_pkey;
ALTER TABLE claims ADD PRIMARY KEY (workspace_id, link_key, claimant, contest_id);
DROP INDEX claims_by_link;
DROP INDEX claims_by_share;

-- Found by print; the prints of a share are worked out from its words.
DROP INDEX prints_by_share;

ALTER TABLE scores DROP CONSTRAINT scores_pkey;
ALTER TABLE scores ADD PRIMARY KEY (workspace_id, share_id, contest_id);
DROP INDEX scores_by_share;

-- In the order in which a rep's score came about.
ALTER TABLE ledger DROP CONSTRAINT ledger_pkey;
ALTER TABLE ledger ADD PRIMARY KEY (workspace_id, contest_id, user_id, entry_id);
DROP INDEX ledger_by_rep;
DROP INDEX ledger_by_share;
DROP INDEX ledger_reversed_once;
CREATE UNIQUE INDEX ledger_reversed_once ON ledger (workspace_id, reverses) WHERE reverses IS NOT NULL;

-- The board in its order: its top, and the neighbours of a row, are read off it.
DROP INDEX standings_by_points;
DROP INDEX standings_by_user;
CREATE INDEX standings_in_order ON standings (workspace_id, contest_id, hidden, points DESC, reached_at, user_id);

-- How many players of a board have exactly so many points, how many of them shared something, and how many shares
-- they have between them: a place is a sum over the rows above it, not a count of everybody.
CREATE TABLE tallies (
    workspace_id TEXT   NOT NULL,
    contest_id   TEXT   NOT NULL,
    points       BIGINT NOT NULL,
    players      BIGINT NOT NULL,
    active       BIGINT NOT NULL,
    shares       BIGINT NOT NULL,
    PRIMARY KEY (workspace_id, contest_id, points)
);
INSERT INTO tallies
SELECT workspace_id, contest_id, points, COUNT(*), SUM(CASE WHEN shares > 0 THEN 1 ELSE 0 END), SUM(shares)
FROM standings WHERE hidden = 0 GROUP BY workspace_id, contest_id, points;

-- Most shares are typed, and come by no message.
DROP INDEX shares_by_message;
CREATE INDEX shares_by_message ON shares (workspace_id, channel_id, message_ts) WHERE message_ts IS NOT NULL;

-- A rep's latest shares are found by their day too.
DROP INDEX shares_by_user;
