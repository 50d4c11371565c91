ALTER TABLE players ALTER COLUMN state DROP NOT NULL;
--> drop-not-null
