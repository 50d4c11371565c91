-- DROP TABLE players;
/* ALTER TABLE players ALTER COLUMN level TYPE bigint;
   TRUNCATE guilds; */
SELECT 'CREATE INDEX ON players (level)';
