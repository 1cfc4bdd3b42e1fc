-- Badges that reps have. `kind` and `need` say what for, so that an audit can check it; `is_kept` marks one whose ground
-- is gone, but which was praised.
CREATE TABLE badges (
    workspace_id TEXT NOT NULL,
    user_id      TEXT NOT NULL,
    badge_id     TEXT NOT NULL,
    times        INTEGER NOT NULL,
    kind         TEXT NOT NULL,
    need         INTEGER NOT NULL,
    is_kept      INTEGER NOT NULL DEFAULT 0,
    at           INTEGER NOT NULL,
    PRIMARY KEY (workspace_id, user_id, badge_id)
) STRICT, WITHOUT ROWID;

-- The best that each rep has done, where one of all holds the record.
CREATE TABLE bests (
    workspace_id TEXT NOT NULL,
    user_id      TEXT NOT NULL,
    record       TEXT NOT NULL,
    value        INTEGER NOT NULL,
    at           INTEGER NOT NULL,
    PRIMARY KEY (workspace_id, user_id, record)
) STRICT, WITHOUT ROWID;
CREATE INDEX bests_by_value ON bests (workspace_id, record, value DESC, at);

-- The days that were played before this was kept.
INSERT INTO bests (workspace_id, user_id, record, value, at)
SELECT workspace_id, user_id, 'day', MAX(points), 0
FROM (SELECT workspace_id, user_id, CAST(SUM(points + first_of_week) AS INTEGER) AS points
      FROM scores WHERE stands = 1 AND verdict <> 'copied' GROUP BY workspace_id, user_id, contest_id, day) days
WHERE points > 0 GROUP BY workspace_id, user_id;
