-- Who has opened their Home tab, and what Slack shows there: only these are kept fresh.
CREATE TABLE homes (
    workspace_id TEXT    NOT NULL,
    user_id      TEXT    NOT NULL,
    opened_at    INTEGER NOT NULL,
    -- Slack's mark of the view, and our print of it.
    hash         TEXT,
    print        INTEGER,
    -- The secret in the address of the picture that it carries, the same in words, and of what and which day it is.
    picture      TEXT,
    picture_alt  TEXT,
    picture_of   TEXT,
    PRIMARY KEY (workspace_id, user_id)
) STRICT, WITHOUT ROWID;

CREATE INDEX homes_by_opening ON homes (workspace_id, opened_at);
CREATE UNIQUE INDEX homes_by_picture ON homes (picture);
