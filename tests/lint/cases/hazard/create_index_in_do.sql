DO $$ BEGIN
    IF to_regclass('idx_guilds_tag') IS NULL THEN
        CREATE INDEX idx_guilds_tag ON guilds (tag);
--> index-not-concurrent
    END IF;
END $$;
