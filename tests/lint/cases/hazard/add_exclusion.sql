ALTER TABLE events_2024 ADD CONSTRAINT no_overlap EXCLUDE USING gist (tstzrange(at, at) WITH &&);
--> exclusion-constraint
