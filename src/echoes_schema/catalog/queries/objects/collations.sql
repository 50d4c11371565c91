-- Collations that the database made itself.
SELECT
    'collation' AS kind,
    c.oid::regcollation::text AS name,
    d.description AS comment,
    pg_get_userbyid(c.collowner) AS owner,
    CASE c.collprovider WHEN 'c' THEN 'libc' WHEN 'i' THEN 'icu' WHEN 'b' THEN 'builtin' END
        AS provider,
    -- The column is called otherwise until PostgreSQL 16.
    coalesce(to_jsonb(c) ->> 'colllocale', to_jsonb(c) ->> 'colliculocale', c.collcollate::text)
        AS locale,
    nullif(c.collctype::text, c.collcollate::text) AS character_type,
    CASE WHEN NOT c.collisdeterministic THEN 'not deterministic' END AS determinism,
    to_jsonb(c) ->> 'collicurules' AS rules
FROM pg_collation AS c
LEFT JOIN pg_depend AS e
    ON e.classid = 'pg_collation'::regclass AND c.oid = e.objid AND e.deptype = 'e'
LEFT JOIN pg_description AS d
    ON d.classoid = 'pg_collation'::regclass AND c.oid = d.objoid AND d.objsubid = 0
WHERE c.oid >= 16384 AND c.collnamespace <> 'pg_catalog'::regnamespace AND e.objid IS NULL
ORDER BY 2
