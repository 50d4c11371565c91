ALTER TABLE old_metrics ADD CONSTRAINT b_only CHECK (k = 'b') NOT VALID;
ALTER TABLE metrics ATTACH PARTITION old_metrics FOR VALUES IN ('b');
--> attach-partition-scan
