CREATE OR REPLACE FUNCTION forget(player bigint) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    DELETE FROM letters;
    UPDATE players SET email = NULL;
    TRUNCATE keyless;
END;
$$;
