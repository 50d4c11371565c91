-- given schema
ALTER TABLE players ALTER COLUMN balance TYPE numeric(14, 2);
