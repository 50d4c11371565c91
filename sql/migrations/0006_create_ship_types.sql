-- A ship type is the template from which the ships of players are built.
--
-- Why:     mass, speed, agility and slots are the same for every ship of a type.
-- Safe:    a new table; no release reads it yet.
--
-- Physics is double precision: masses span nine decimal orders. Rigs have a slot type
-- in ship_instance_modules but no documented count, so rig_slots is added after the
-- documented columns, with a default.

CREATE TABLE ship_types (
    id integer NOT NULL,
    name varchar(100) NOT NULL,
    base_mass double precision NOT NULL,
    base_thrust double precision NOT NULL,
    base_rotation_speed double precision NOT NULL,
    max_velocity double precision NOT NULL,
    warp_speed double precision NOT NULL,
    agility double precision NOT NULL,
    high_slots smallint NOT NULL,
    mid_slots smallint NOT NULL,
    low_slots smallint NOT NULL,
    cargo_capacity double precision NOT NULL,
    rig_slots smallint NOT NULL DEFAULT 3,
    ship_class varchar(50),
    power_grid_output double precision NOT NULL DEFAULT 0,
    cpu_output double precision NOT NULL DEFAULT 0,
    created_at timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT ship_types_pkey PRIMARY KEY (id),
    CONSTRAINT ship_types_name_check
    CHECK (name <> '' AND name !~ '^\s|\s$' AND name IS NFC NORMALIZED),
    CONSTRAINT ship_types_base_mass_check
    CHECK (base_mass > 0 AND base_mass < 'Infinity'),
    CONSTRAINT ship_types_base_thrust_check
    CHECK (base_thrust >= 0 AND base_thrust < 'Infinity'),
    CONSTRAINT ship_types_base_rotation_speed_check
    CHECK (base_rotation_speed >= 0 AND base_rotation_speed < 'Infinity'),
    CONSTRAINT ship_types_max_velocity_check
    CHECK (max_velocity >= 0 AND max_velocity < 'Infinity'),
    CONSTRAINT ship_types_warp_speed_check
    CHECK (warp_speed >= 0 AND warp_speed < 'Infinity'),
    CONSTRAINT ship_types_agility_check
    CHECK (agility >= 0 AND agility < 'Infinity'),
    CONSTRAINT ship_types_high_slots_check CHECK (high_slots BETWEEN 0 AND 8),
    CONSTRAINT ship_types_mid_slots_check CHECK (mid_slots BETWEEN 0 AND 8),
    CONSTRAINT ship_types_low_slots_check CHECK (low_slots BETWEEN 0 AND 8),
    CONSTRAINT ship_types_cargo_capacity_check
    CHECK (cargo_capacity >= 0 AND cargo_capacity < 'Infinity'),
    CONSTRAINT ship_types_rig_slots_check CHECK (rig_slots BETWEEN 0 AND 8),
    CONSTRAINT ship_types_ship_class_check
    CHECK (ship_class <> '' AND ship_class !~ '^\s|\s$'),
    CONSTRAINT ship_types_power_grid_output_check
    CHECK (power_grid_output >= 0 AND power_grid_output < 'Infinity'),
    CONSTRAINT ship_types_cpu_output_check
    CHECK (cpu_output >= 0 AND cpu_output < 'Infinity')
);

COMMENT ON TABLE ship_types IS
'Ship templates (frigates, cruisers, …). Static: changed by a content release only.';
COMMENT ON COLUMN ship_types.base_mass IS
'Kilograms, with nothing fitted.';
COMMENT ON COLUMN ship_types.base_thrust IS
'Newtons, with nothing fitted.';
COMMENT ON COLUMN ship_types.base_rotation_speed IS
'Degrees per second, with nothing fitted.';
COMMENT ON COLUMN ship_types.max_velocity IS
'Metres per second below warp.';
COMMENT ON COLUMN ship_types.warp_speed IS
'Astronomical units per second.';
COMMENT ON COLUMN ship_types.agility IS
'Inertia factor without unit: a smaller one turns faster.';
COMMENT ON COLUMN ship_types.high_slots IS
'Number of High slots, 0 to 8.';
COMMENT ON COLUMN ship_types.mid_slots IS
'Number of Mid slots, 0 to 8.';
COMMENT ON COLUMN ship_types.low_slots IS
'Number of Low slots, 0 to 8.';
COMMENT ON COLUMN ship_types.cargo_capacity IS
'Cubic metres.';
COMMENT ON COLUMN ship_types.rig_slots IS
'Number of Rig slots, 0 to 8.';
COMMENT ON COLUMN ship_types.ship_class IS
'Frigate, Cruiser, and so on. NULL: not classed.';
COMMENT ON COLUMN ship_types.power_grid_output IS
'Megawatts that the fitted modules may use together.';
COMMENT ON COLUMN ship_types.cpu_output IS
'Teraflops that the fitted modules may use together.';
