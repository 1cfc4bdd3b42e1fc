-- The newest migration that a program must know to work on this database is the highest number here. A migration
-- that takes away what earlier programs need adds its own.
CREATE TABLE schema_floor (
    needs INTEGER NOT NULL
) STRICT;
