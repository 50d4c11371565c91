BEGIN; REINDEX SCHEMA app;
--> concurrently-in-transaction
COMMIT;
