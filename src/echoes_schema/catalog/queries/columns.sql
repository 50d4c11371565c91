-- Columns of tables and views, in their order.
SELECT
    a.attrelid AS relation,
    a.attnum AS number,
    a.attname AS name,
    format_type(a.atttypid, a.atttypmod) AS type,
    NOT a.attnotnull AS is_nullable,
    a.attgenerated::text AS generated,
    a.attidentity::text AS identity,
    CASE
        WHEN a.attcollation <> t.typcollation THEN a.attcollation::regcollation::text
    END AS collation,
    CASE WHEN a.attstorage <> t.typstorage THEN a.attstorage::text END AS storage,
    nullif(a.attcompression::text, '') AS compression,
    -- Until PostgreSQL 16 the usual target was -1.
    nullif(a.attstattarget, -1) AS statistics,
    a.attoptions AS options,
    a.attfdwoptions AS foreign_options,
    a.atttypid AS type_oid,
    a.attcollation AS collation_oid
FROM pg_attribute AS a
INNER JOIN pg_class AS c ON a.attrelid = c.oid
INNER JOIN pg_namespace AS n ON c.relnamespace = n.oid
INNER JOIN pg_type AS t ON a.atttypid = t.oid
WHERE
    c.relkind IN ('r', 'p', 'v', 'm', 'f')
    AND n.nspname !~ '^pg_'
    AND n.nspname NOT IN ('information_schema', 'echoes_schema')
    AND a.attnum > 0
    AND NOT a.attisdropped
ORDER BY a.attrelid, a.attnum
