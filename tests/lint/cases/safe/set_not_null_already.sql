-- given schema
ALTER TABLE players ALTER COLUMN state SET NOT NULL;
