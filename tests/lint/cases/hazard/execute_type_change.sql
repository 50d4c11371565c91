DO $$
DECLARE t text;
BEGIN
    FOR t IN SELECT tablename FROM pg_tables WHERE schemaname = 'app' LOOP
        EXECUTE format('ALTER TABLE app.%I ALTER COLUMN id TYPE bigint', t);
--> column-type-change
    END LOOP;
END $$;
