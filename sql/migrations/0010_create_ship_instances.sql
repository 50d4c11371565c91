-- A ship belongs to one character, is of one type and is somewhere.
--
-- Why:     health, charge and place differ from ship to ship of the same type.
-- Safe:    a new table; no release reads it yet.
-- depends: 0002_create_set_updated_at 0005_create_stations 0006_create_ship_types
-- depends: 0009_create_characters
--
-- The pair of station and system references the station's own pair, so that a docked
-- ship is in the station's system. The pair is not checked while the station is NULL,
-- so the system has a key of its own. Zero hull is legal: destruction deletes the row.
-- ON DELETE NO ACTION on every key: neither an owner, a type nor a place can go while a
-- ship refers to it.

-- allow several-tables-locked: no release is out yet, nobody waits for these tables.
-- allow foreign-key-without-index: seeds never delete ship types.
CREATE TABLE ship_instances (
    id uuid NOT NULL DEFAULT gen_random_uuid(),
    character_id uuid NOT NULL,
    ship_type_id integer NOT NULL,
    name varchar(100) NOT NULL,
    location_system_id integer NOT NULL,
    location_station_id integer,
    hull_health numeric(5, 2) NOT NULL DEFAULT 100,
    armor_health numeric(5, 2) NOT NULL DEFAULT 100,
    shield_health numeric(5, 2) NOT NULL DEFAULT 100,
    capacitor_charge numeric(5, 2) NOT NULL DEFAULT 100,
    created_at timestamptz NOT NULL DEFAULT now(),
    updated_at timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT ship_instances_pkey PRIMARY KEY (id),
    CONSTRAINT uq_ship_instances_id_character_id UNIQUE (id, character_id),
    CONSTRAINT ship_instances_character_id_fkey
    FOREIGN KEY (character_id) REFERENCES characters (id) ON DELETE NO ACTION,
    CONSTRAINT ship_instances_ship_type_id_fkey
    FOREIGN KEY (ship_type_id) REFERENCES ship_types (id) ON DELETE NO ACTION,
    CONSTRAINT ship_instances_location_system_id_fkey
    FOREIGN KEY (location_system_id) REFERENCES systems (id) ON DELETE NO ACTION,
    CONSTRAINT ship_instances_location_station_id_fkey
    FOREIGN KEY (location_station_id, location_system_id)
    REFERENCES stations (id, system_id) ON DELETE NO ACTION,
    CONSTRAINT ship_instances_name_check
    CHECK (name <> '' AND name !~ '^\s|\s$' AND name IS NFC NORMALIZED),
    CONSTRAINT ship_instances_hull_health_check
    CHECK (hull_health BETWEEN 0 AND 100),
    CONSTRAINT ship_instances_armor_health_check
    CHECK (armor_health BETWEEN 0 AND 100),
    CONSTRAINT ship_instances_shield_health_check
    CHECK (shield_health BETWEEN 0 AND 100),
    CONSTRAINT ship_instances_capacitor_charge_check
    CHECK (capacitor_charge BETWEEN 0 AND 100)
) WITH (fillfactor = 85);

CREATE TRIGGER ship_instances_set_updated_at
BEFORE UPDATE ON ship_instances
FOR EACH ROW WHEN (old.* IS DISTINCT FROM new.*)
EXECUTE FUNCTION set_updated_at();

COMMENT ON TABLE ship_instances IS
'Ships that players own.';
COMMENT ON COLUMN ship_instances.name IS
'The name that the owner gave the ship.';
COMMENT ON COLUMN ship_instances.location_system_id IS
'The system that the ship is in.';
COMMENT ON COLUMN ship_instances.location_station_id IS
'The station that the ship is docked in, always one of its system. NULL: in space.';
COMMENT ON COLUMN ship_instances.hull_health IS
'Percent, 0 to 100, two decimals.';
COMMENT ON COLUMN ship_instances.armor_health IS
'Percent, 0 to 100, two decimals.';
COMMENT ON COLUMN ship_instances.shield_health IS
'Percent, 0 to 100, two decimals.';
COMMENT ON COLUMN ship_instances.capacitor_charge IS
'Percent, 0 to 100, two decimals.';
COMMENT ON CONSTRAINT uq_ship_instances_id_character_id ON ship_instances IS
'Target of the composite key that lets a character fly only a ship of his own.';
