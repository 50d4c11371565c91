BEGIN;
ALTER TABLE metrics DETACH PARTITION metrics_a CONCURRENTLY;
--> concurrently-in-transaction
COMMIT;
