-- given schema
ALTER TABLE players ADD COLUMN region text NOT NULL DEFAULT region();
