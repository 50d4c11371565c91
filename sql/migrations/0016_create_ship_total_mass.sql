-- The mass of a ship with its fitting is calculated, never stored.
--
-- Why:     a stored sum is wrong as soon as one module is moved.
-- Safe:    a new view; no release reads it yet.
-- depends: 0012_create_ship_instance_modules
--
-- An unfitted ship has no modules to sum: the sum is NULL then and must count as 0. The
-- sub-query per ship makes the mass of one ship a matter of one index look-up.

CREATE VIEW ship_total_mass AS
SELECT
    ship_instances.id AS ship_instance_id,
    ship_types.base_mass + coalesce((
        SELECT sum(module_types.mass)
        FROM ship_instance_modules
        INNER JOIN module_types
            ON ship_instance_modules.module_type_id = module_types.id
        WHERE ship_instance_modules.ship_instance_id = ship_instances.id
    ), 0) AS total_mass
FROM ship_instances
INNER JOIN ship_types ON ship_instances.ship_type_id = ship_types.id;

COMMENT ON VIEW ship_total_mass IS
'What each ship weighs with everything that is fitted on it.';
COMMENT ON COLUMN ship_total_mass.total_mass IS
'Kilograms: base mass of the type and the mass of every fitted module.';
