ALTER TABLE metrics DETACH PARTITION metrics_a;
--> detach-not-concurrent
