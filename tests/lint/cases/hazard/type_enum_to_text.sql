ALTER TABLE diaries ALTER COLUMN mood TYPE text;
--> column-type-change
