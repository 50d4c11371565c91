ALTER TABLE diaries ALTER COLUMN note TYPE mood USING note::mood;
--> column-type-change
