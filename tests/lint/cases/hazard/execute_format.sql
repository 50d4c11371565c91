DO $$
DECLARE t text;
BEGIN
    FOREACH t IN ARRAY ARRAY['players', 'guilds'] LOOP
        EXECUTE format('ALTER TABLE %I ADD COLUMN uid uuid DEFAULT gen_random_uuid()', t);
--> add-column-volatile-default
    END LOOP;
END $$;
