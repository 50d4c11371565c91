ALTER TABLE players ALTER COLUMN balance TYPE numeric(12, 4);
--> column-type-change
