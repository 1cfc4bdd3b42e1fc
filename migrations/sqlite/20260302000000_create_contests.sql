-- People, contests, shares, the ledger and the standings kept from it.

CREATE TABLE people (
    workspace_id TEXT NOT NULL,
    user_id      TEXT NOT NULL,
    name         TEXT NOT NULL,
    zone         TEXT NOT NULL,
    membership   TEXT NOT NULL,
    deactivated  INTEGER NOT NULL,
    streak_weeks INTEGER NOT NULL DEFAULT 0,
    streak_day   TEXT,
    learned_at   INTEGER NOT NULL,
    PRIMARY KEY (workspace_id, user_id)
) STRICT;

CREATE TABLE channels (
    workspace_id  TEXT NOT NULL,
    channel_id    TEXT NOT NULL,
    name          TEXT NOT NULL,
    bot_is_member INTEGER NOT NULL,
    archived      INTEGER NOT NULL,
    PRIMARY KEY (workspace_id, channel_id)
) STRICT;

CREATE TABLE contests (
    workspace_id TEXT NOT NULL,
    contest_id   TEXT NOT NULL,
    title        TEXT NOT NULL,
    channel_id   TEXT NOT NULL,
    zone         TEXT NOT NULL,
    starts_at    INTEGER NOT NULL,
    ends_at      INTEGER NOT NULL,
    phase        TEXT NOT NULL,
    template     TEXT NOT NULL,
    prizes       TEXT,
    rulebook     INTEGER NOT NULL,
    board_at     TEXT NOT NULL,
    started_by   TEXT NOT NULL,
    closed_at    INTEGER,
    closings     INTEGER NOT NULL DEFAULT 0,
    leader       TEXT,
    lead_day     TEXT,
    lead_changes INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY (workspace_id, contest_id)
) STRICT;
CREATE INDEX contests_by_phase ON contests (workspace_id, phase);

-- The rulebook of a contest, frozen: later versions are added, none is changed.
CREATE TABLE rulebooks (
    workspace_id TEXT NOT NULL,
    contest_id   TEXT NOT NULL,
    version      INTEGER NOT NULL,
    body         TEXT NOT NULL,
    PRIMARY KEY (workspace_id, contest_id, version)
) STRICT;

CREATE TABLE entrants (
    workspace_id TEXT NOT NULL,
    contest_id   TEXT NOT NULL,
    user_id      TEXT NOT NULL,
    joined_at    INTEGER NOT NULL,
    left_at      INTEGER,
    PRIMARY KEY (workspace_id, contest_id, user_id)
) STRICT;
CREATE INDEX entrants_by_user ON entrants (workspace_id, user_id);

CREATE TABLE shares (
    workspace_id TEXT NOT NULL,
    share_id     TEXT NOT NULL,
    user_id      TEXT NOT NULL,
    link_key     TEXT NOT NULL,
    link_url     TEXT NOT NULL,
    network      TEXT NOT NULL,
    kind         TEXT NOT NULL,
    words        TEXT NOT NULL,
    words_len    INTEGER NOT NULL,
    channel_id   TEXT NOT NULL,
    message_ts   TEXT,
    shared_at    INTEGER NOT NULL,
    rep_day      TEXT NOT NULL,
    recorded_at  INTEGER NOT NULL,
    taken_back   INTEGER,
    PRIMARY KEY (workspace_id, share_id)
) STRICT;
CREATE INDEX shares_by_user ON shares (workspace_id, user_id, recorded_at);
CREATE INDEX shares_by_day ON shares (workspace_id, user_id, rep_day);
CREATE INDEX shares_by_message ON shares (workspace_id, channel_id, message_ts);

-- What a share was worth in a contest. A score that was taken back no longer stands.
CREATE TABLE scores (
    workspace_id  TEXT NOT NULL,
    contest_id    TEXT NOT NULL,
    share_id      TEXT NOT NULL,
    user_id       TEXT NOT NULL,
    verdict       TEXT NOT NULL,
    rule          TEXT,
    network       TEXT NOT NULL,
    day           TEXT NOT NULL,
    week          TEXT NOT NULL,
    base          INTEGER NOT NULL,
    multiplier    INTEGER NOT NULL,
    likeness      INTEGER NOT NULL,
    points        INTEGER NOT NULL,
    cut           INTEGER NOT NULL,
    first_of_week INTEGER NOT NULL,
    stands        INTEGER NOT NULL,
    PRIMARY KEY (workspace_id, contest_id, share_id)
) STRICT;
CREATE INDEX scores_by_week ON scores (workspace_id, contest_id, user_id, week);
CREATE INDEX scores_by_day ON scores (workspace_id, contest_id, day);
CREATE INDEX scores_by_share ON scores (workspace_id, share_id, contest_id);

-- Who a link belongs to: within a contest (one row for each rep who counted it there), and for one person's
-- own post also workspace-wide (contest_id is empty).
CREATE TABLE claims (
    workspace_id TEXT NOT NULL,
    contest_id   TEXT NOT NULL,
    link_key     TEXT NOT NULL,
    claimant     TEXT NOT NULL,
    user_id      TEXT NOT NULL,
    share_id     TEXT NOT NULL,
    PRIMARY KEY (workspace_id, contest_id, link_key, claimant)
) STRICT;
CREATE INDEX claims_by_link ON claims (workspace_id, link_key, claimant, share_id);
CREATE INDEX claims_by_share ON claims (workspace_id, share_id);

-- The index of look-alikes: a few hashes of each share's words.
CREATE TABLE prints (
    workspace_id TEXT NOT NULL,
    print        INTEGER NOT NULL,
    share_id     TEXT NOT NULL,
    shared_at    INTEGER NOT NULL,
    PRIMARY KEY (workspace_id, print, share_id)
) STRICT;
CREATE INDEX prints_by_share ON prints (workspace_id, share_id);

-- A bit for each active day of a rep's week (bit 0 is Monday), in the rep's own zone.
CREATE TABLE active_weeks (
    workspace_id TEXT NOT NULL,
    user_id      TEXT NOT NULL,
    week         TEXT NOT NULL,
    days         INTEGER NOT NULL,
    PRIMARY KEY (workspace_id, user_id, week)
) STRICT;

-- Points with a reason: only ever added to.
CREATE TABLE ledger (
    workspace_id TEXT NOT NULL,
    entry_id     TEXT NOT NULL,
    contest_id   TEXT NOT NULL,
    user_id      TEXT NOT NULL,
    share_id     TEXT,
    points       INTEGER NOT NULL,
    reason       TEXT NOT NULL,
    reverses     TEXT,
    at           INTEGER NOT NULL,
    PRIMARY KEY (workspace_id, entry_id)
) STRICT;
CREATE INDEX ledger_by_rep ON ledger (workspace_id, contest_id, user_id, at);
CREATE INDEX ledger_by_share ON ledger (workspace_id, share_id);
CREATE UNIQUE INDEX ledger_reversed_once ON ledger (workspace_id, reverses);

-- The ledger's sums, kept up to date in the transaction that writes the ledger.
CREATE TABLE standings (
    workspace_id TEXT NOT NULL,
    contest_id   TEXT NOT NULL,
    user_id      TEXT NOT NULL,
    points       INTEGER NOT NULL,
    shares       INTEGER NOT NULL,
    reached_at   INTEGER NOT NULL,
    hidden       INTEGER NOT NULL,
    board_place  INTEGER,
    PRIMARY KEY (workspace_id, contest_id, user_id)
) STRICT;
CREATE INDEX standings_by_points ON standings (workspace_id, contest_id, hidden, points);
CREATE INDEX standings_by_user ON standings (workspace_id, user_id);

-- What was praised, once and for ever, and the post that said it.
CREATE TABLE praises (
    workspace_id TEXT NOT NULL,
    contest_id   TEXT NOT NULL,
    subject      TEXT NOT NULL,
    what         TEXT NOT NULL,
    channel_id   TEXT NOT NULL,
    praise       TEXT NOT NULL,
    at           INTEGER NOT NULL,
    post_key     TEXT,
    PRIMARY KEY (workspace_id, contest_id, subject, what)
) STRICT;
CREATE INDEX praises_waiting ON praises (workspace_id, channel_id, post_key);

-- When a channel last heard a shout-out, so that the next ones can be bundled.
CREATE TABLE shout_out_times (
    workspace_id TEXT NOT NULL,
    channel_id   TEXT NOT NULL,
    last_at      INTEGER NOT NULL,
    PRIMARY KEY (workspace_id, channel_id)
) STRICT;
