-- Boards on a screen: what each shows, who made it, and the hash of the secret in its address.
CREATE TABLE screens (
    workspace_id TEXT    NOT NULL,
    number       BIGINT  NOT NULL,
    token_hash   TEXT    NOT NULL,
    channel_id   TEXT    NOT NULL,
    contest_id   TEXT,
    made_by      TEXT    NOT NULL,
    made_at      BIGINT  NOT NULL,
    revoked_at   BIGINT,
    seen_at      BIGINT,
    PRIMARY KEY (workspace_id, number)
);
CREATE INDEX screens_by_token ON screens (token_hash);
