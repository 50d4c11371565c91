ALTER TABLE players ADD COLUMN x int NOT NULL DEFAULT 0, ADD COLUMN y int NOT NULL;
--> add-column-not-null
