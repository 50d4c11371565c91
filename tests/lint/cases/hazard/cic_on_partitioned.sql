-- given schema
CREATE INDEX CONCURRENTLY idx_events_kind ON public.events (kind);
--> concurrently-on-partitioned
