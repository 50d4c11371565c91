ALTER TABLE players ALTER COLUMN born TYPE timestamptz USING born AT TIME ZONE 'UTC';
--> column-type-change
