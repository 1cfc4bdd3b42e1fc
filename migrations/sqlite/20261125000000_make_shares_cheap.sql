-- A share touches many tables. Each is kept in one b-tree (WITHOUT ROWID), by the key it is asked for, instead of
-- a table, an index for its key and an index for each question.

CREATE TABLE new_deliveries (
    workspace_id TEXT    NOT NULL,
    delivery_id  TEXT    NOT NULL,
    seen_at      INTEGER NOT NULL,
    answer       TEXT,
    PRIMARY KEY (workspace_id, delivery_id)
) STRICT, WITHOUT ROWID;
INSERT INTO new_deliveries SELECT workspace_id, delivery_id, seen_at, answer FROM deliveries;
DROP TABLE deliveries;
ALTER TABLE new_deliveries RENAME TO deliveries;
CREATE INDEX deliveries_by_age ON deliveries (seen_at);

-- Found by link, or by the link of a share.
CREATE TABLE new_claims (
    workspace_id TEXT NOT NULL,
    link_key     TEXT NOT NULL,
    contest_id   TEXT NOT NULL,
    claimant     TEXT NOT NULL,
    user_id      TEXT NOT NULL,
    share_id     TEXT NOT NULL,
    PRIMARY KEY (workspace_id, link_key, claimant, contest_id)
) STRICT, WITHOUT ROWID;
INSERT INTO new_claims SELECT workspace_id, link_key, contest_id, claimant, user_id, share_id FROM claims;
DROP TABLE claims;
ALTER TABLE new_claims RENAME TO claims;

-- Found by print; the prints of a share are worked out from its words.
CREATE TABLE new_prints (
    workspace_id TEXT    NOT NULL,
    print        INTEGER NOT NULL,
    share_id     TEXT    NOT NULL,
    shared_at    INTEGER NOT NULL,
    PRIMARY KEY (workspace_id, print, share_id)
) STRICT, WITHOUT ROWID;
INSERT INTO new_prints SELECT workspace_id, print, share_id, shared_at FROM prints ORDER BY workspace_id, print;
DROP TABLE prints;
ALTER TABLE new_prints RENAME TO prints;

CREATE TABLE new_active_weeks (
    workspace_id TEXT    NOT NULL,
    user_id      TEXT    NOT NULL,
    week         TEXT    NOT NULL,
    days         INTEGER NOT NULL,
    PRIMARY KEY (workspace_id, user_id, week)
) STRICT, WITHOUT ROWID;
INSERT INTO new_active_weeks SELECT workspace_id, user_id, week, days FROM active_weeks;
DROP TABLE active_weeks;
ALTER TABLE new_active_weeks RENAME TO active_weeks;

CREATE TABLE new_scores (
    workspace_id  TEXT    NOT NULL,
    share_id      TEXT    NOT NULL,
    contest_id    TEXT    NOT NULL,
    user_id       TEXT    NOT NULL,
    verdict       TEXT    NOT NULL,
    rule          TEXT,
    network       TEXT    NOT NULL,
    day           TEXT    NOT NULL,
    week          TEXT    NOT NULL,
    base          INTEGER NOT NULL,
    multiplier    INTEGER NOT NULL,
    likeness      INTEGER NOT NULL,
    points        INTEGER NOT NULL,
    cut           INTEGER NOT NULL,
    first_of_week INTEGER NOT NULL,
    stands        INTEGER NOT NULL,
    PRIMARY KEY (workspace_id, share_id, contest_id)
) STRICT, WITHOUT ROWID;
INSERT INTO new_scores
SELECT workspace_id, share_id, contest_id, user_id, verdict, rule, network, day, week, base, multiplier, likeness,
    points, cut, first_of_week, stands
FROM scores ORDER BY workspace_id, share_id;
DROP TABLE scores;
ALTER TABLE new_scores RENAME TO scores;
CREATE INDEX scores_by_week ON scores (workspace_id, contest_id, user_id, week);
CREATE INDEX scores_by_day ON scores (workspace_id, contest_id, day);

-- In the order in which a rep's score came about.
CREATE TABLE new_ledger (
    workspace_id TEXT    NOT NULL,
    contest_id   TEXT    NOT NULL,
    user_id      TEXT    NOT NULL,
    entry_id     TEXT    NOT NULL,
    share_id     TEXT,
    points       INTEGER NOT NULL,
    reason       TEXT    NOT NULL,
    reverses     TEXT,
    at           INTEGER NOT NULL,
    PRIMARY KEY (workspace_id, contest_id, user_id, entry_id)
) STRICT, WITHOUT ROWID;
INSERT INTO new_ledger
SELECT workspace_id, contest_id, user_id, entry_id, share_id, points, reason, reverses, at
FROM ledger ORDER BY workspace_id, contest_id, user_id, entry_id;
DROP TABLE ledger;
ALTER TABLE new_ledger RENAME TO ledger;
CREATE UNIQUE INDEX ledger_reversed_once ON ledger (workspace_id, reverses) WHERE reverses IS NOT NULL;

CREATE TABLE new_standings (
    workspace_id TEXT    NOT NULL,
    contest_id   TEXT    NOT NULL,
    user_id      TEXT    NOT NULL,
    points       INTEGER NOT NULL,
    shares       INTEGER NOT NULL,
    reached_at   INTEGER NOT NULL,
    hidden       INTEGER NOT NULL,
    board_place  INTEGER,
    PRIMARY KEY (workspace_id, contest_id, user_id)
) STRICT, WITHOUT ROWID;
INSERT INTO new_standings
SELECT workspace_id, contest_id, user_id, points, shares, reached_at, hidden, board_place FROM standings;
DROP TABLE standings;
ALTER TABLE new_standings RENAME TO standings;
-- The board in its order: its top, and the neighbours of a row, are read off it.
CREATE INDEX standings_in_order ON standings (workspace_id, contest_id, hidden, points DESC, reached_at, user_id);

-- How many players of a board have exactly so many points, how many of them shared something, and how many shares
-- they have between them: a place is a sum over the rows above it, not a count of everybody.
CREATE TABLE tallies (
    workspace_id TEXT    NOT NULL,
    contest_id   TEXT    NOT NULL,
    points       INTEGER NOT NULL,
    players      INTEGER NOT NULL,
    active       INTEGER NOT NULL,
    shares       INTEGER NOT NULL,
    PRIMARY KEY (workspace_id, contest_id, points)
) STRICT, WITHOUT ROWID;
INSERT INTO tallies
SELECT workspace_id, contest_id, points, COUNT(*), SUM(CASE WHEN shares > 0 THEN 1 ELSE 0 END), SUM(shares)
FROM standings WHERE hidden = 0 GROUP BY workspace_id, contest_id, points;

-- Most shares are typed, and come by no message.
DROP INDEX shares_by_message;
CREATE INDEX shares_by_message ON shares (workspace_id, channel_id, message_ts) WHERE message_ts IS NOT NULL;

-- A rep's latest shares are found by their day too.
DROP INDEX shares_by_user;
