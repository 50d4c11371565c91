CREATE TABLE metrics_rest PARTITION OF metrics DEFAULT;
--> partition-of-locks
