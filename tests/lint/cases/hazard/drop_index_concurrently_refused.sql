DROP INDEX CONCURRENTLY IF EXISTS idx_players_email, idx_players_guild_id;
--> concurrently-refused
DROP INDEX CONCURRENTLY idx_players_email CASCADE;
--> concurrently-refused
