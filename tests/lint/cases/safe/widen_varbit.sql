-- given schema
ALTER TABLE players ALTER COLUMN flags TYPE bit varying(16);
