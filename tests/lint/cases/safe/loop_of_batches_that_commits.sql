DO $$
BEGIN
    LOOP
        DELETE FROM players WHERE id IN (SELECT id FROM players WHERE code IS NULL LIMIT 500);
        EXIT WHEN NOT FOUND;
        COMMIT;
    END LOOP;
    FOR number IN 1..3 LOOP
        INSERT INTO letters (id, owner) VALUES (number, 'nobody');
    END LOOP;
END
$$;
