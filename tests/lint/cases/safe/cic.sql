CREATE INDEX CONCURRENTLY idx_players_level ON players (level);
