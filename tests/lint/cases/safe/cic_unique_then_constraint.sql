CREATE UNIQUE INDEX CONCURRENTLY uq_players_email ON players (email);
ALTER TABLE players ADD CONSTRAINT uq_players_email UNIQUE USING INDEX uq_players_email;
