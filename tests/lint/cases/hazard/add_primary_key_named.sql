ALTER TABLE ONLY old_metrics ADD CONSTRAINT old_metrics_pk PRIMARY KEY (k);
--> primary-key-without-index
