ALTER TABLE players ALTER COLUMN email TYPE text COLLATE "C";
--> column-type-change
