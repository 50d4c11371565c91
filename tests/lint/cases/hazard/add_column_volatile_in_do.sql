DO $$
BEGIN
    IF NOT EXISTS (SELECT 1 FROM information_schema.columns WHERE table_name = 'players' AND column_name = 'salt') THEN
        ALTER TABLE players ADD COLUMN salt uuid DEFAULT gen_random_uuid();
--> add-column-volatile-default
    END IF;
END;
$$;
