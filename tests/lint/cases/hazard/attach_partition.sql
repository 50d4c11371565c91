ALTER TABLE metrics ATTACH PARTITION old_metrics FOR VALUES IN ('b', 'c');
--> attach-partition-scan
