-- Systems are found by region and by name.
--
-- Why:     the map draws a region; players look systems up by name.
-- Safe:    built concurrently: readers and writers go on.
-- depends: 0004_create_systems
-- transactional: false

CREATE INDEX CONCURRENTLY idx_systems_region_id
ON systems (region_id);

CREATE INDEX CONCURRENTLY idx_systems_name_lower
ON systems (lower(name));

COMMENT ON INDEX idx_systems_name_lower IS
'Search by name in any case.';
