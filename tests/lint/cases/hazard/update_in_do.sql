DO $$ BEGIN
    UPDATE players SET state = 'idle' WHERE state IS DISTINCT FROM 'new';
--> unbatched-write
END $$;
