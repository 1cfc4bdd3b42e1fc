-- What Slack handed us, and the answer we gave: a delivery that comes again is answered as before.
CREATE TABLE deliveries (
    workspace_id TEXT    NOT NULL,
    delivery_id  TEXT    NOT NULL,
    seen_at      INTEGER NOT NULL,
    answer       TEXT,
    PRIMARY KEY (workspace_id, delivery_id)
) STRICT;
CREATE INDEX deliveries_by_age ON deliveries (seen_at);

-- Calls we owe Slack. A key is used once for ever; within a lane they go out in order of (due_at, seq, key).
CREATE TABLE owed_posts (
    workspace_id TEXT    NOT NULL,
    key          TEXT    NOT NULL,
    lane         TEXT    NOT NULL,
    seq          INTEGER NOT NULL,
    kind         TEXT    NOT NULL,
    call         TEXT    NOT NULL,
    due_at       INTEGER NOT NULL,
    ready_at     INTEGER NOT NULL,
    state        TEXT    NOT NULL,
    attempts     INTEGER NOT NULL,
    fence        INTEGER NOT NULL,
    uncertain    INTEGER NOT NULL,
    channel_id   TEXT,
    ts           TEXT,
    error        TEXT,
    settled_at   INTEGER,
    PRIMARY KEY (workspace_id, key)
) STRICT;
CREATE INDEX owed_posts_in_order ON owed_posts (workspace_id, lane, due_at, seq, key) WHERE settled_at IS NULL;
CREATE INDEX owed_posts_ready ON owed_posts (ready_at) WHERE settled_at IS NULL;

-- How long a lane rests: between two posts, and when Slack asks for it.
CREATE TABLE lanes (
    workspace_id TEXT    NOT NULL,
    lane         TEXT    NOT NULL,
    rests_from   INTEGER NOT NULL,
    rests_until  INTEGER NOT NULL,
    PRIMARY KEY (workspace_id, lane)
) STRICT;

-- Work that falls due. A key is used once for ever.
CREATE TABLE agenda (
    workspace_id TEXT    NOT NULL,
    key          TEXT    NOT NULL,
    kind         TEXT    NOT NULL,
    args         TEXT    NOT NULL,
    due_at       INTEGER NOT NULL,
    ready_at     INTEGER NOT NULL,
    state        TEXT    NOT NULL,
    attempts     INTEGER NOT NULL,
    fence        INTEGER NOT NULL,
    error        TEXT,
    settled_at   INTEGER,
    PRIMARY KEY (workspace_id, key)
) STRICT;
CREATE INDEX agenda_ready ON agenda (ready_at) WHERE settled_at IS NULL;

-- Workspaces we serve, and whether Slack has stopped listening to us there.
CREATE TABLE workspaces (
    workspace_id  TEXT    NOT NULL,
    paused_reason TEXT,
    paused_at     INTEGER,
    paused_until  INTEGER,
    PRIMARY KEY (workspace_id)
) STRICT;
