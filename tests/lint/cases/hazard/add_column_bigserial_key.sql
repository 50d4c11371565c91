ALTER TABLE keyless ADD COLUMN row_id bigserial PRIMARY KEY;
--> add-column-rewrite
--> primary-key-without-index
