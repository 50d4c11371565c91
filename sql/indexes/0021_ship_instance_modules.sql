-- The modules of a ship are found by the ship.
--
-- Why:     the fitting of a ship is loaded whenever the ship is.
--          The slot key begins with the same column; this one is documented, it stays.
-- Safe:    built concurrently: readers and writers go on.
-- depends: 0012_create_ship_instance_modules
-- transactional: false

CREATE INDEX CONCURRENTLY idx_ship_instance_modules_ship_id
ON ship_instance_modules (ship_instance_id);
