-- A module type is an item of the catalogue: what can be fitted, stored and traded.
--
-- Why:     inventory, fittings and the market all refer to one catalogue.
-- Safe:    a new table; no release reads it yet.
-- depends: 0006_create_ship_types
--
-- The catalogue also holds what is not fitted: ore, ammunition, packaged ships. So the
-- fitting columns have defaults, and two nullable columns after the documented ones say
-- which slot an item fits and which ship a packaged hull becomes.
-- ON DELETE NO ACTION: a ship type that is sold as a hull cannot go.

CREATE TABLE module_types (
    id integer NOT NULL,
    name varchar(150) NOT NULL,
    category varchar(50) NOT NULL,
    mass double precision NOT NULL,
    volume double precision NOT NULL,
    power_grid_usage double precision NOT NULL DEFAULT 0,
    cpu_usage double precision NOT NULL DEFAULT 0,
    capacitor_usage double precision NOT NULL DEFAULT 0,
    effect_data jsonb NOT NULL DEFAULT '{}',
    slot_type varchar(4),
    ship_type_id integer,
    created_at timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT module_types_pkey PRIMARY KEY (id),
    CONSTRAINT uq_module_types_ship_type_id UNIQUE (ship_type_id),
    CONSTRAINT module_types_ship_type_id_fkey
    FOREIGN KEY (ship_type_id) REFERENCES ship_types (id) ON DELETE NO ACTION,
    CONSTRAINT module_types_name_check
    CHECK (name <> '' AND name !~ '^\s|\s$' AND name IS NFC NORMALIZED),
    CONSTRAINT module_types_category_check
    CHECK (category <> '' AND category !~ '^\s|\s$'),
    CONSTRAINT module_types_mass_check CHECK (mass >= 0 AND mass < 'Infinity'),
    CONSTRAINT module_types_volume_check CHECK (volume >= 0 AND volume < 'Infinity'),
    CONSTRAINT module_types_power_grid_usage_check
    CHECK (power_grid_usage >= 0 AND power_grid_usage < 'Infinity'),
    CONSTRAINT module_types_cpu_usage_check
    CHECK (cpu_usage >= 0 AND cpu_usage < 'Infinity'),
    CONSTRAINT module_types_capacitor_usage_check
    CHECK (capacitor_usage >= 0 AND capacitor_usage < 'Infinity'),
    CONSTRAINT module_types_effect_data_check
    CHECK (jsonb_typeof(effect_data) = 'object'),
    CONSTRAINT module_types_slot_type_check
    CHECK (slot_type IN ('High', 'Mid', 'Low', 'Rig')),
    CONSTRAINT module_types_slot_or_hull_check
    CHECK (slot_type IS NULL OR ship_type_id IS NULL)
);

COMMENT ON TABLE module_types IS
'The item catalogue: modules, charges, materials, packaged hulls. Static: changed by a '
'content release only.';
COMMENT ON COLUMN module_types.category IS
'Weapon, Shield, Armor, Engineering, and so on.';
COMMENT ON COLUMN module_types.mass IS
'Kilograms of one piece.';
COMMENT ON COLUMN module_types.volume IS
'Cubic metres of one piece.';
COMMENT ON COLUMN module_types.power_grid_usage IS
'Megawatts while fitted.';
COMMENT ON COLUMN module_types.cpu_usage IS
'Teraflops while fitted.';
COMMENT ON COLUMN module_types.capacitor_usage IS
'Gigajoules for one activation.';
COMMENT ON COLUMN module_types.effect_data IS
'JSON object: what the item does, name of the effect to its number. Empty: nothing.';
COMMENT ON COLUMN module_types.slot_type IS
'High, Mid, Low or Rig. NULL: the item cannot be fitted.';
COMMENT ON COLUMN module_types.ship_type_id IS
'The ship that this packaged hull becomes when it is assembled. NULL: not a hull.';
