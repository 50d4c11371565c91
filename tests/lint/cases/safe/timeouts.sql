SET LOCAL lock_timeout = '2s';
SET lock_timeout = '2s';
SET statement_timeout = '30s';
ALTER TABLE players ADD COLUMN motto text;
