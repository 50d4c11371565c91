DO $$ BEGIN
    CREATE INDEX CONCURRENTLY idx_guilds_tag ON guilds (tag);
--> concurrently-in-transaction
END $$;
