CREATE PROCEDURE calm() LANGUAGE plpgsql AS $$
DECLARE
    done bigint;
BEGIN
    LOOP
        UPDATE players SET state = 'idle'
        WHERE id IN (SELECT id FROM players WHERE state <> 'idle' LIMIT 500);
        GET DIAGNOSTICS done = ROW_COUNT;
        EXIT WHEN done = 0;
        COMMIT;
    END LOOP;
END
$$;
CALL calm();
