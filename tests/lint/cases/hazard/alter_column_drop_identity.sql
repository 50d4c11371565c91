ALTER TABLE players ALTER COLUMN id DROP IDENTITY;
--> drop-default
