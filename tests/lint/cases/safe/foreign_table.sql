CREATE EXTENSION IF NOT EXISTS postgres_fdw;
CREATE SERVER other FOREIGN DATA WRAPPER postgres_fdw OPTIONS (dbname 'x');
CREATE FOREIGN TABLE remote_players (id bigint, nick text) SERVER other;
