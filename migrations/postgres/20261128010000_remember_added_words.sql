-- Whether a share has words that were added by form, which an edit of its message must not take away.
ALTER TABLE shares ADD COLUMN is_worded BIGINT NOT NULL DEFAULT 0;
UPDATE shares SET is_worded = 1 WHERE taken_back IS NULL AND EXISTS (
    SELECT 1 FROM deliveries d WHERE d.workspace_id = shares.workspace_id
        AND d.delivery_id = 'worded:' || shares.channel_id || ':' || shares.message_ts);
