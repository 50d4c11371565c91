BEGIN;
ALTER SYSTEM SET work_mem = '64MB';
--> concurrently-in-transaction
END;
