ALTER TABLE players ALTER COLUMN nick TYPE varchar(10);
--> column-type-change
