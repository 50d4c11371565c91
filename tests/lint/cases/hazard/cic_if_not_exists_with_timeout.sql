SET lock_timeout = '3s';
CREATE UNIQUE INDEX CONCURRENTLY IF NOT EXISTS uq_guilds_tag ON public.guilds (tag);
--> concurrently-if-not-exists
