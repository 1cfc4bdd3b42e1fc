-- Numbers that people count about themselves, each time anew.
CREATE TABLE counts (
    workspace_id TEXT    NOT NULL,
    user_id      TEXT    NOT NULL,
    measure      TEXT    NOT NULL,
    count_id     TEXT    NOT NULL,
    value        BIGINT NOT NULL,
    state        TEXT    NOT NULL,
    at           BIGINT NOT NULL,
    PRIMARY KEY (workspace_id, user_id, measure, count_id)
);
CREATE INDEX counts_by_id ON counts (workspace_id, count_id);

-- What an entry of the ledger was paid for, where no share explains it.
CREATE TABLE awards (
    workspace_id TEXT    NOT NULL,
    contest_id   TEXT    NOT NULL,
    entry_id     TEXT    NOT NULL,
    user_id      TEXT    NOT NULL,
    rule         TEXT    NOT NULL,
    label        TEXT    NOT NULL,
    subject      TEXT    NOT NULL,
    week         TEXT    NOT NULL,
    points       BIGINT NOT NULL,
    stands       BIGINT NOT NULL,
    at           BIGINT NOT NULL,
    PRIMARY KEY (workspace_id, contest_id, user_id, entry_id)
);
CREATE INDEX awards_by_subject ON awards (workspace_id, subject);

-- What waits for a manager, and what was decided. Of one subject only one is open.
CREATE TABLE reviews (
    workspace_id TEXT    NOT NULL,
    number       BIGINT NOT NULL,
    user_id      TEXT    NOT NULL,
    subject      TEXT    NOT NULL,
    matter       TEXT    NOT NULL,
    note         TEXT    NOT NULL,
    state        TEXT    NOT NULL,
    asked_at     BIGINT NOT NULL,
    decided_by   TEXT,
    decided_at   BIGINT,
    reason       TEXT,
    PRIMARY KEY (workspace_id, number)
);
CREATE INDEX reviews_by_subject ON reviews (workspace_id, subject);
CREATE INDEX reviews_by_state ON reviews (workspace_id, state, decided_at);

-- What kind of earlier share the words were likest to.
ALTER TABLE scores ADD COLUMN likest TEXT;
