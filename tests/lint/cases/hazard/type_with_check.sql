-- given schema
ALTER TABLE players ALTER COLUMN proven TYPE varchar;
--> column-type-change
