-- A rep's contests, by an index that holds all there is to know: SQLite, which has no statistics, otherwise takes the
-- table's key for as good and goes through everybody who ever played.
CREATE INDEX entrants_of_rep ON entrants (workspace_id, user_id, contest_id);
DROP INDEX entrants_by_user;
