CREATE TABLE banners (id bigint PRIMARY KEY);
CREATE INDEX CONCURRENTLY idx_players_born ON players (born);
SET lock_timeout = '3s';
ALTER TABLE players ADD COLUMN nation text;
SET lock_timeout = '0';
