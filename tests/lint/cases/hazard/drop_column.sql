ALTER TABLE players DROP COLUMN IF EXISTS profile;
--> drop-column
