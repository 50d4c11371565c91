-- given schema
ALTER TABLE players ALTER COLUMN proven SET NOT NULL;
ALTER TABLE players DROP CONSTRAINT players_proven_check;
