-- given schema
ALTER TABLE players ALTER COLUMN balance TYPE numeric;
