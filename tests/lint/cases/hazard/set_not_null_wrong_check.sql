-- given schema
ALTER TABLE players ALTER COLUMN ranged SET NOT NULL;
--> set-not-null
