-- A draw is made once, when its contest closes: when that was, and the tickets in the row that they were drawn from. What becomes
-- of points afterwards changes nothing of it.
ALTER TABLE draws ADD COLUMN drawn_at INTEGER;

CREATE TABLE tickets (
    workspace_id TEXT    NOT NULL,
    contest_id   TEXT    NOT NULL,
    nth          INTEGER NOT NULL,
    user_id      TEXT    NOT NULL,
    tickets      INTEGER NOT NULL,
    PRIMARY KEY (workspace_id, contest_id, nth)
) STRICT, WITHOUT ROWID;

-- What was drawn until now was drawn from the points as they stand.
INSERT INTO tickets (workspace_id, contest_id, nth, user_id, tickets)
SELECT s.workspace_id, s.contest_id,
    ROW_NUMBER() OVER (PARTITION BY s.workspace_id, s.contest_id ORDER BY s.user_id),
    s.user_id, s.points / CAST(json_extract(c.format, '$.raffle.points_a_ticket') AS INTEGER)
FROM contests c
JOIN draws d ON d.workspace_id = c.workspace_id AND d.contest_id = c.contest_id
JOIN standings s ON s.workspace_id = c.workspace_id AND s.contest_id = c.contest_id
WHERE c.phase = 'closed' AND c.format LIKE '{"raffle":%' AND s.hidden = 0
    AND s.points >= CAST(json_extract(c.format, '$.raffle.qualify') AS INTEGER)
    AND s.points >= CAST(json_extract(c.format, '$.raffle.points_a_ticket') AS INTEGER);

UPDATE draws SET drawn_at = (
    SELECT COALESCE(c.closed_at, c.ends_at) FROM contests c
    WHERE c.workspace_id = draws.workspace_id AND c.contest_id = draws.contest_id AND c.phase = 'closed');
