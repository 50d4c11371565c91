DO $$
DECLARE t text;
BEGIN
    FOR t IN SELECT tablename FROM pg_tables WHERE schemaname = 'app' LOOP
        EXECUTE format('GRANT SELECT ON app.%I TO cases_reader', t);
    END LOOP;
END $$;
