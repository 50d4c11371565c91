ALTER TABLE players ADD COLUMN twice int GENERATED ALWAYS AS (level * 2);
--> newer-syntax
