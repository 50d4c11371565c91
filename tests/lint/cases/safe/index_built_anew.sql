CREATE INDEX CONCURRENTLY idx_players_email_new ON players (email);
DROP INDEX CONCURRENTLY idx_players_email;
ALTER INDEX idx_players_email_new RENAME TO idx_players_email;
CREATE UNIQUE INDEX CONCURRENTLY uq_players_nick_null ON players (nick) NULLS NOT DISTINCT;
