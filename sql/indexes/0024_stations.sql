-- Stations are found by their system.
--
-- Why:     a pilot sees the stations of the system he is in.
-- Safe:    built concurrently: readers and writers go on.
-- depends: 0005_create_stations
-- transactional: false

CREATE INDEX CONCURRENTLY idx_stations_system_id
ON stations (system_id);
