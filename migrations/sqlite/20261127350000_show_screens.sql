-- Boards on a screen: what each shows, who made it, and the hash of the secret in its address.
CREATE TABLE screens (
    workspace_id TEXT    NOT NULL,
    number       INTEGER NOT NULL,
    token_hash   TEXT    NOT NULL,
    channel_id   TEXT    NOT NULL,
    contest_id   TEXT,
    made_by      TEXT    NOT NULL,
    made_at      INTEGER NOT NULL,
    revoked_at   INTEGER,
    seen_at      INTEGER,
    PRIMARY KEY (workspace_id, number)
) STRICT;
CREATE INDEX screens_by_token ON screens (token_hash);
