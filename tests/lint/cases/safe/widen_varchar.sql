-- given schema
ALTER TABLE players ALTER COLUMN nick TYPE varchar(40);
