-- given schema
ALTER TABLE events DETACH PARTITION events_2024 CONCURRENTLY;
--> concurrently-refused
