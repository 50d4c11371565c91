DO $$
BEGIN
    IF NOT EXISTS (SELECT 1 FROM pg_roles WHERE rolname = 'ingest') THEN
        CREATE ROLE ingest NOLOGIN;
    END IF;
END
$$;
