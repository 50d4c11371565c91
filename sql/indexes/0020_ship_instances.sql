-- Ships are found by owner and by place.
--
-- Why:     the hangar lists a character's ships; space shows the ships of a place.
-- Safe:    built concurrently: readers and writers go on.
-- depends: 0010_create_ship_instances
-- transactional: false

CREATE INDEX CONCURRENTLY idx_ship_instances_character_id
ON ship_instances (character_id);

CREATE INDEX CONCURRENTLY idx_ship_instances_location
ON ship_instances (location_system_id, location_station_id);
