BEGIN;
CREATE INDEX CONCURRENTLY idx_players_level ON players (level);
--> concurrently-in-transaction
COMMIT;
