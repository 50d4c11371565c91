-- given schema
ALTER TABLE players ADD COLUMN remark label;
