CREATE INDEX CONCURRENTLY IF NOT EXISTS idx_guilds_tag ON guilds (tag);
--> concurrently-if-not-exists
