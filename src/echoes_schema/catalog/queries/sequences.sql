-- Sequences, with the column that owns each. `is_default` tells whether that column draws from
-- it, and besides only its heirs; NULL stands for what PostgreSQL takes by itself.
WITH drawing AS NOT MATERIALIZED (
    SELECT
        u.refobjid AS sequence,
        f.adrelid AS relation,
        f.adnum AS number
    FROM pg_attrdef AS f
    INNER JOIN pg_depend AS u ON u.classid = 'pg_attrdef'::regclass AND f.oid = u.objid
    INNER JOIN pg_class AS q ON u.refobjid = q.oid AND q.relkind = 'S'
    WHERE u.refclassid = 'pg_class'::regclass
)

SELECT
    c.oid::regclass::text AS name,
    pg_get_userbyid(c.relowner) AS owner,
    c.relname AS bare_name,
    c.relpersistence = 'u' AS is_unlogged,
    format_type(s.seqtypid, NULL) AS type,
    nullif(s.seqincrement, 1) AS increment,
    nullif(s.seqmin, CASE WHEN s.seqincrement > 0 THEN 1 ELSE b.lowest END) AS minimum,
    nullif(s.seqmax, CASE WHEN s.seqincrement > 0 THEN b.highest ELSE -1 END) AS maximum,
    nullif(s.seqstart, CASE WHEN s.seqincrement > 0 THEN s.seqmin ELSE s.seqmax END) AS start,
    nullif(s.seqcache, 1) AS cache,
    s.seqcycle AS is_cycle,
    d.refobjid AS relation,
    d.refobjsubid AS number,
    r.relname AS relation_name,
    coalesce(d.deptype = 'i', FALSE) AS is_identity,
    r.relname IS NOT NULL AND r.relowner = c.relowner AS has_same_owner,
    r.relname IS NOT NULL AND r.relpersistence <> c.relpersistence AS is_kept_otherwise,
    coalesce(d.deptype = 'i', FALSE) OR EXISTS (
        SELECT FROM drawing AS f
        WHERE c.oid = f.sequence AND f.relation = d.refobjid AND f.number = d.refobjsubid
    ) AND NOT EXISTS (
        SELECT FROM drawing AS f
        WHERE
            c.oid = f.sequence
            AND (f.relation <> d.refobjid OR f.number <> d.refobjsubid)
            AND d.refobjid NOT IN (SELECT a.relid FROM pg_partition_ancestors(f.relation) AS a)
            AND NOT EXISTS (
                SELECT FROM pg_inherits AS i
                WHERE i.inhrelid = f.relation AND i.inhparent = d.refobjid
            )
    ) AS is_default,
    w.description AS comment
FROM pg_class AS c
INNER JOIN pg_sequence AS s ON c.oid = s.seqrelid
INNER JOIN pg_namespace AS n ON c.relnamespace = n.oid
INNER JOIN (
    VALUES
    ('smallint'::regtype, -32768::bigint, 32767::bigint),
    ('integer'::regtype, -2147483648, 2147483647),
    ('bigint'::regtype, -9223372036854775808, 9223372036854775807)
) AS b (type, lowest, highest) ON s.seqtypid = b.type
LEFT JOIN pg_depend AS d
    ON
        d.classid = 'pg_class'::regclass
        AND c.oid = d.objid
        AND d.refclassid = 'pg_class'::regclass
        AND d.deptype IN ('a', 'i')
LEFT JOIN pg_class AS r ON d.refobjid = r.oid
LEFT JOIN pg_depend AS e
    ON e.classid = 'pg_class'::regclass AND c.oid = e.objid AND e.deptype = 'e'
LEFT JOIN pg_description AS w
    ON w.classoid = 'pg_class'::regclass AND c.oid = w.objoid AND w.objsubid = 0
WHERE
    e.objid IS NULL
    AND n.nspname !~ '^pg_'
    AND n.nspname NOT IN ('information_schema', 'echoes_schema')
