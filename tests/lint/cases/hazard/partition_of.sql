CREATE TABLE metrics_b PARTITION OF metrics FOR VALUES IN ('b');
--> partition-of-locks
