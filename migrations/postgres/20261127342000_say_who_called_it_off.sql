-- Who called a bonus off: the log of a contest says so.
ALTER TABLE bonuses ADD COLUMN off_by TEXT;
