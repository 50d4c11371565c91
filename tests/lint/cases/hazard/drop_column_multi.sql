ALTER TABLE players ADD COLUMN info jsonb, DROP profile, DROP COLUMN born;
--> drop-column
