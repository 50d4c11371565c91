ALTER TABLE players
    ALTER COLUMN email SET NOT NULL,
    ALTER COLUMN nick SET NOT NULL;
--> set-not-null
