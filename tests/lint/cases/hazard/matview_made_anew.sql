-- given schema
BEGIN;
DROP MATERIALIZED VIEW ranking;
CREATE MATERIALIZED VIEW ranking AS SELECT id, level FROM players;
--> work-while-locked
COMMIT;
