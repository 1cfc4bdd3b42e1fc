-- By which version of the rules an award was paid, and what the week's most cut away from it.
ALTER TABLE awards ADD COLUMN rulebook BIGINT NOT NULL DEFAULT 1;
ALTER TABLE awards ADD COLUMN cut BIGINT NOT NULL DEFAULT 0;
