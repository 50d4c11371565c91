ALTER TABLE players ALTER COLUMN level TYPE bigint;
--> column-type-change
