CREATE TABLE logs (id bigint, at date NOT NULL) PARTITION BY RANGE (at);
CREATE INDEX CONCURRENTLY idx_logs_at ON logs (at);
--> concurrently-on-partitioned
