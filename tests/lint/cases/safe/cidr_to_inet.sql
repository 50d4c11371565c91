-- given schema
ALTER TABLE players ALTER COLUMN ip TYPE inet;
