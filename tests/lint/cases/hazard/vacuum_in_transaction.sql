BEGIN;
VACUUM (ANALYZE) players;
--> concurrently-in-transaction
COMMIT;
