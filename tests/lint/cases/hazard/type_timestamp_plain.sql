ALTER TABLE players ALTER COLUMN born TYPE timestamp with time zone;
--> column-type-change
