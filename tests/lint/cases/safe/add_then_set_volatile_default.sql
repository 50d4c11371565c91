ALTER TABLE players ADD COLUMN token uuid;
ALTER TABLE players ALTER COLUMN token SET DEFAULT gen_random_uuid();
