ALTER TABLE players ALTER COLUMN code SET DATA TYPE text;
--> column-type-change
