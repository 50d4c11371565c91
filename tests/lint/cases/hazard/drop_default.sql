ALTER TABLE players ALTER COLUMN state DROP DEFAULT;
--> drop-default
