SET lock_timeout = '5s';
SET statement_timeout = 0;
CREATE INDEX CONCURRENTLY idx_items_kind ON app.items (kind) WHERE kind IS NOT NULL;
ANALYZE app.items;
