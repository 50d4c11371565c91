-- Every station stands in one system and names the services it offers.
--
-- Why:     players dock, store and trade in stations.
-- Safe:    a new table; no release reads it yet.
-- depends: 0004_create_systems
--
-- The pair (id, system_id) is unique so that other tables can reference it: a thing
-- that is docked is then always in the station's own system.
-- ON DELETE NO ACTION: a system that still has stations cannot go.

CREATE TABLE stations (
    id integer NOT NULL,
    system_id integer NOT NULL,
    name varchar(150) NOT NULL,
    station_type varchar(50) NOT NULL,
    services jsonb NOT NULL DEFAULT '[]',
    created_at timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT stations_pkey PRIMARY KEY (id),
    CONSTRAINT uq_stations_id_system_id UNIQUE (id, system_id),
    CONSTRAINT stations_system_id_fkey
    FOREIGN KEY (system_id) REFERENCES systems (id) ON DELETE NO ACTION,
    CONSTRAINT stations_name_check
    CHECK (name <> '' AND name !~ '^\s|\s$' AND name IS NFC NORMALIZED),
    CONSTRAINT stations_station_type_check
    CHECK (station_type <> '' AND station_type !~ '^\s|\s$'),
    -- strict: the lax mode would unwrap a nested array and let it pass.
    CONSTRAINT stations_services_check
    CHECK (
        jsonb_typeof(services) = 'array'
        AND NOT jsonb_path_exists(services, 'strict $[*] ? (@.type() != "string")')
    )
);

COMMENT ON TABLE stations IS
'Space stations. Static: changed by a content release only.';
COMMENT ON COLUMN stations.station_type IS
'What kind of station it is, for example Trade Hub or Refinery.';
COMMENT ON COLUMN stations.services IS
'JSON array of strings: market, repair, fitting, and so on. Empty: none.';
COMMENT ON CONSTRAINT uq_stations_id_system_id ON stations IS
'Target of the composite keys that tie a docked thing to the station''s system.';
