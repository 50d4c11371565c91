ALTER TABLE players ALTER COLUMN level DROP DEFAULT, ALTER COLUMN level TYPE text USING level::text, ALTER COLUMN level SET DEFAULT 'one';
--> column-type-change
