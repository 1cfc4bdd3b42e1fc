-- The id of the delivery that led to it: one id to follow from a command to its post.
ALTER TABLE owed_posts ADD COLUMN cause TEXT;
ALTER TABLE agenda ADD COLUMN cause TEXT;
