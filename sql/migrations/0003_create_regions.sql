-- The universe is divided into regions, each with a security label.
--
-- Why:     navigation, the market and later the partitions of its transactions are cut
--          by region.
-- Safe:    a new table; no release reads it yet.
--
-- The label 'Null' is a text, never SQL NULL: load CSV files with an explicit NULL
-- string. Names are not unique here: the design lists only those that players choose.

CREATE TABLE regions (
    id integer NOT NULL,
    name varchar(100) NOT NULL,
    security_status varchar(4) NOT NULL,
    created_at timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT regions_pkey PRIMARY KEY (id),
    CONSTRAINT regions_name_check
    CHECK (name <> '' AND name !~ '^\s|\s$' AND name IS NFC NORMALIZED),
    CONSTRAINT regions_security_status_check
    CHECK (security_status IN ('High', 'Low', 'Null'))
);

COMMENT ON TABLE regions IS
'High-level regions of the universe. Static: changed by a content release only.';
COMMENT ON COLUMN regions.security_status IS
'Label of the whole region: High, Low or the word Null. A region may hold systems of '
'other bands; see systems.security_rating.';
