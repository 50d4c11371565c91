-- Tables and views. Those of an extension come too: a foreign key may refer to them.
SELECT
    c.oid,
    n.nspname AS schema,
    c.relname AS name,
    c.relkind = 'v' AS is_view,
    e.objid IS NOT NULL AS is_member,
    c.relpersistence = 'u' AS is_unlogged,
    c.relispartition AS is_partition,
    c.relrowsecurity AS has_row_security,
    c.relforcerowsecurity AS is_row_security_forced,
    c.relreplident::text AS replica_identity,
    coalesce(c.reloptions, '{}') AS options,
    CASE WHEN c.relkind = 'p' THEN pg_get_partkeydef(c.oid) END AS partition_key,
    CASE WHEN c.relispartition THEN pg_get_expr(c.relpartbound, c.oid, TRUE) END AS bound,
    coalesce(i.parents, '{}') AS parents,
    CASE WHEN c.relkind = 'v' THEN pg_get_viewdef(c.oid, TRUE) END AS definition,
    d.description AS comment
FROM pg_class AS c
INNER JOIN pg_namespace AS n ON c.relnamespace = n.oid
LEFT JOIN (
    SELECT
        inhrelid,
        array_agg(inhparent::regclass::text ORDER BY inhseqno) AS parents
    FROM pg_inherits
    GROUP BY inhrelid
) AS i ON c.oid = i.inhrelid
LEFT JOIN pg_depend AS e
    ON e.classid = 'pg_class'::regclass AND c.oid = e.objid AND e.deptype = 'e'
LEFT JOIN pg_description AS d
    ON d.classoid = 'pg_class'::regclass AND c.oid = d.objoid AND d.objsubid = 0
WHERE
    c.relkind IN ('r', 'p', 'v')
    AND n.nspname !~ '^pg_'
    AND n.nspname NOT IN ('information_schema', 'echoes_schema')
ORDER BY n.nspname, c.relname
