CREATE TEMP TABLE scratch (id serial, v text);
INSERT INTO scratch (v) SELECT nick FROM players WHERE id < 100 AND id > 1;
CREATE INDEX ON scratch (v);
ALTER TABLE scratch ADD COLUMN w text DEFAULT random()::text;
UPDATE scratch SET v = lower(v);
TRUNCATE scratch;
DROP TABLE scratch;
