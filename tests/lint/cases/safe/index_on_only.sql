CREATE INDEX idx_events_kind ON ONLY events (kind);
