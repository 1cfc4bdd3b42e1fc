-- What a person chose: whether streaks run for them, whether praise may mention them, and what is said in public in place
-- of their name, if anything.
ALTER TABLE people ADD COLUMN streaks INTEGER NOT NULL DEFAULT 1;
ALTER TABLE people ADD COLUMN mentions INTEGER NOT NULL DEFAULT 0;
ALTER TABLE people ADD COLUMN shown_as TEXT;
