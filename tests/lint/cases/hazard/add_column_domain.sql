-- given schema
ALTER TABLE players ADD COLUMN lives positive;
--> add-column-rewrite
