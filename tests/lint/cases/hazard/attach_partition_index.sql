-- given schema
ALTER TABLE old_metrics ADD CONSTRAINT only_c CHECK (k = 'c') NOT VALID;
ALTER TABLE old_metrics VALIDATE CONSTRAINT only_c;
ALTER TABLE metrics ATTACH PARTITION old_metrics FOR VALUES IN ('c');
--> attach-partition-scan
