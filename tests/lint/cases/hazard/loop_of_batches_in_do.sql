DO $$
DECLARE
    done bigint := 1;
BEGIN
    WHILE done > 0 LOOP
        UPDATE players SET code = 'x' WHERE id IN (SELECT id FROM players WHERE code IS NULL LIMIT 500);
--> unbatched-write
        GET DIAGNOSTICS done = ROW_COUNT;
    END LOOP;
END
$$;
