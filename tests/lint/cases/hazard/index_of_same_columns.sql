-- given schema
CREATE INDEX CONCURRENTLY idx_players_email_again ON players (email);
--> redundant-index
CREATE UNIQUE INDEX CONCURRENTLY uq_players_nick_again ON players USING btree (nick);
--> redundant-index
