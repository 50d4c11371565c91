ALTER TABLE events ALTER COLUMN id TYPE numeric;
--> column-type-change
