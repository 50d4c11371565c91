ALTER TABLE players ADD COLUMN country char(2) NOT NULL;
--> add-column-not-null
