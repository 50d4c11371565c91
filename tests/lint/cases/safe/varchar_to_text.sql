-- given schema
ALTER TABLE players ALTER COLUMN nick SET DATA TYPE text;
