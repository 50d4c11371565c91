BEGIN;
REINDEX (CONCURRENTLY) TABLE players;
--> concurrently-in-transaction
COMMIT;
