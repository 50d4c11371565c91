BEGIN;
ALTER TABLE players ADD COLUMN nation text;
SELECT pg_sleep(20);
--> work-while-locked
COMMIT;
