-- Every star system belongs to one region and has a place in space.
--
-- Why:     ships, stations and characters are somewhere, and that is a system.
-- Safe:    a new table; no release reads it yet.
-- depends: 0003_create_regions
--
-- Positions are double precision: real maps reach 1e19 metres, beyond bigint. The
-- rating keeps six decimals, so that 0.45 is not rounded into another band.
-- ON DELETE NO ACTION: a region that still has systems cannot go.

CREATE TABLE systems (
    id integer NOT NULL,
    region_id integer NOT NULL,
    name varchar(100) NOT NULL,
    security_rating numeric(7, 6) NOT NULL,
    position_x double precision NOT NULL,
    position_y double precision NOT NULL,
    position_z double precision NOT NULL,
    created_at timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT systems_pkey PRIMARY KEY (id),
    CONSTRAINT systems_region_id_fkey
    FOREIGN KEY (region_id) REFERENCES regions (id) ON DELETE NO ACTION,
    CONSTRAINT systems_name_check
    CHECK (name <> '' AND name !~ '^\s|\s$' AND name IS NFC NORMALIZED),
    CONSTRAINT systems_security_rating_check
    CHECK (security_rating BETWEEN 0.0 AND 1.0),
    CONSTRAINT systems_position_x_check
    CHECK (position_x > '-Infinity' AND position_x < 'Infinity'),
    CONSTRAINT systems_position_y_check
    CHECK (position_y > '-Infinity' AND position_y < 'Infinity'),
    CONSTRAINT systems_position_z_check
    CHECK (position_z > '-Infinity' AND position_z < 'Infinity')
);

COMMENT ON TABLE systems IS
'Star systems. Static: changed by a content release only.';
COMMENT ON COLUMN systems.security_rating IS
'0.0 (lawless) to 1.0 (safest). From 0.45 on a system counts as High, above 0 as Low, '
'at 0 as Null.';
COMMENT ON COLUMN systems.position_x IS
'Metres from the centre of the universe along x.';
COMMENT ON COLUMN systems.position_y IS
'Metres from the centre of the universe along y.';
COMMENT ON COLUMN systems.position_z IS
'Metres from the centre of the universe along z.';
