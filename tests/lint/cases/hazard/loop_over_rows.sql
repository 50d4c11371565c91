DO $$
DECLARE r record;
BEGIN
    FOR r IN SELECT id FROM players LOOP
        UPDATE players SET level = level + 1 WHERE id = r.id;
--> unbatched-write
    END LOOP;
END $$;
