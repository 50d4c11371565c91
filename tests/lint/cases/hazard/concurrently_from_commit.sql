COMMIT;
--> transaction-in-migration
CREATE INDEX CONCURRENTLY idx_guilds_tag ON guilds (tag);
BEGIN;
--> transaction-in-migration
