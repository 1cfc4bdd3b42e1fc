-- A dry run is a contest that scores silently: here stand the words that start it for real. What counted in one is kept
-- apart from shares and claims, so that nothing of it can cost anybody anything.
ALTER TABLE contests ADD COLUMN dry_run TEXT;

CREATE TABLE dry_shares (
    workspace_id TEXT    NOT NULL,
    contest_id   TEXT    NOT NULL,
    user_id      TEXT    NOT NULL,
    link_key     TEXT    NOT NULL,
    share_id     TEXT    NOT NULL,
    channel_id   TEXT    NOT NULL,
    message_ts   TEXT,
    recorded_at  BIGINT  NOT NULL,
    PRIMARY KEY (workspace_id, user_id, link_key, contest_id)
);
CREATE INDEX dry_shares_by_message ON dry_shares (workspace_id, channel_id, message_ts, contest_id);
