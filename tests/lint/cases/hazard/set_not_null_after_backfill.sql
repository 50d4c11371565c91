UPDATE players SET email = '' WHERE email IS NULL;
--> unbatched-write
ALTER TABLE players ALTER COLUMN email SET NOT NULL;
--> set-not-null
