DROP INDEX CONCURRENTLY IF EXISTS idx_players_level;
CREATE INDEX CONCURRENTLY IF NOT EXISTS idx_players_level ON players (level);
