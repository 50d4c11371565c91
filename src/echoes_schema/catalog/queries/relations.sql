-- Tables, foreign tables, views and materialized views. Those of an extension come too: a
-- foreign key may refer to them.
SELECT
    c.oid,
    n.nspname AS schema,
    c.relname AS name,
    c.relkind::text AS kind,
    e.objid IS NOT NULL AS is_member,
    c.relpersistence = 'u' AS is_unlogged,
    c.relispartition AS is_partition,
    c.relrowsecurity AS has_row_security,
    c.relforcerowsecurity AS is_row_security_forced,
    CASE WHEN c.relkind IN ('r', 'p') THEN c.relreplident::text ELSE 'd' END AS replica_identity,
    CASE
        WHEN c.relreplident = 'i'
            THEN (
                SELECT k.relname
                FROM pg_index AS y
                INNER JOIN pg_class AS k ON y.indexrelid = k.oid
                WHERE c.oid = y.indrelid AND y.indisreplident
            )
    END AS identity_index,
    pg_get_userbyid(c.relowner) AS owner,
    nullif(m.amname, 'heap') AS access_method,
    s.spcname AS tablespace,
    CASE WHEN c.reloftype <> 0 THEN c.reloftype::regtype::text END AS row_type,
    f.server,
    coalesce(c.reloptions, '{}') || coalesce(f.options, '{}') || coalesce(x.options, '{}')
        AS options,
    CASE WHEN c.relkind = 'p' THEN pg_get_partkeydef(c.oid) END AS partition_key,
    CASE WHEN c.relispartition THEN pg_get_expr(c.relpartbound, c.oid, TRUE) END
    || CASE WHEN i.is_leaving THEN ' detach pending' ELSE '' END AS bound,
    coalesce(i.parents, '{}') AS parents,
    CASE WHEN c.relkind IN ('v', 'm') THEN pg_get_viewdef(c.oid, TRUE) END AS definition,
    d.description AS comment
FROM pg_class AS c
INNER JOIN pg_namespace AS n ON c.relnamespace = n.oid
LEFT JOIN pg_am AS m ON c.relam = m.oid
LEFT JOIN pg_tablespace AS s ON c.reltablespace = s.oid
LEFT JOIN (
    SELECT
        t.oid,
        array(SELECT 'toast.' || u.option FROM unnest(t.reloptions) AS u (option)) AS options
    FROM pg_class AS t
    WHERE t.relkind = 't' AND t.reloptions IS NOT NULL
) AS x ON c.reltoastrelid = x.oid
LEFT JOIN (
    SELECT
        t.ftrelid,
        quote_ident(v.srvname) AS server,
        array(SELECT 'option ' || u.option FROM unnest(t.ftoptions) AS u (option)) AS options
    FROM pg_foreign_table AS t
    INNER JOIN pg_foreign_server AS v ON t.ftserver = v.oid
) AS f ON c.oid = f.ftrelid
LEFT JOIN (
    SELECT
        inhrelid,
        array_agg(inhparent::regclass::text ORDER BY inhseqno) AS parents,
        bool_or(inhdetachpending) AS is_leaving
    FROM pg_inherits
    GROUP BY inhrelid
) AS i ON c.oid = i.inhrelid
LEFT JOIN pg_depend AS e
    ON e.classid = 'pg_class'::regclass AND c.oid = e.objid AND e.deptype = 'e'
LEFT JOIN pg_description AS d
    ON d.classoid = 'pg_class'::regclass AND c.oid = d.objoid AND d.objsubid = 0
WHERE
    c.relkind IN ('r', 'p', 'v', 'm', 'f')
    AND n.nspname !~ '^pg_'
    AND n.nspname NOT IN ('information_schema', 'echoes_schema')
