-- given schema
CREATE TABLE IF NOT EXISTS players (id bigint PRIMARY KEY, email text);
CREATE INDEX players_by_email ON players (email);
--> index-not-concurrent
