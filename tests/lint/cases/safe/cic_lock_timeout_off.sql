SET lock_timeout = 0;
CREATE INDEX CONCURRENTLY idx_items_name ON app.items (lower(name));
RESET lock_timeout;
