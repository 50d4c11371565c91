BEGIN;
CREATE DATABASE shard_two TEMPLATE template0;
--> concurrently-in-transaction
COMMIT;
