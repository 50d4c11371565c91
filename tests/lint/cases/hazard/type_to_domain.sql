-- given schema
ALTER TABLE players ALTER COLUMN level TYPE positive;
--> column-type-change
