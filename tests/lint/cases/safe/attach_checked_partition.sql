CREATE INDEX CONCURRENTLY idx_old_metrics_v ON old_metrics (v);
ALTER TABLE old_metrics ADD CONSTRAINT only_c CHECK (k = 'c') NOT VALID;
ALTER TABLE old_metrics VALIDATE CONSTRAINT only_c;
ALTER TABLE metrics ATTACH PARTITION old_metrics FOR VALUES IN ('c');
ALTER TABLE old_metrics DROP CONSTRAINT only_c;
