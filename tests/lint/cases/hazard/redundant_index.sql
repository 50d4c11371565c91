-- given schema
CREATE INDEX CONCURRENTLY idx_players_email_again ON players USING btree (email);
--> redundant-index
