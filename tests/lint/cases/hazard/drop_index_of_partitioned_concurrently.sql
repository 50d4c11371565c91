-- given schema
DROP INDEX CONCURRENTLY idx_metrics_v;
--> concurrently-on-partitioned
