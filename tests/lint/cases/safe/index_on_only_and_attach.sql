CREATE INDEX idx_events_kind ON ONLY events (kind);
CREATE INDEX CONCURRENTLY idx_events_2024_kind ON events_2024 (kind);
ALTER INDEX idx_events_kind ATTACH PARTITION idx_events_2024_kind;
