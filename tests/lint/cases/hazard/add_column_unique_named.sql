ALTER TABLE players ADD COLUMN slug text CONSTRAINT one_slug UNIQUE NULLS NOT DISTINCT;
--> unique-without-index
