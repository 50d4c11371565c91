-- Schemas. `public` is there from the start: it is told of when somebody changed it,
-- or dropped it.
SELECT
    'schema' AS kind,
    quote_ident(n.nspname) AS name,
    d.description AS comment,
    pg_get_userbyid(n.nspowner) AS owner
FROM pg_namespace AS n
LEFT JOIN pg_description AS d
    ON d.classoid = 'pg_namespace'::regclass AND n.oid = d.objoid AND d.objsubid = 0
LEFT JOIN pg_depend AS e
    ON e.classid = 'pg_namespace'::regclass AND n.oid = e.objid AND e.deptype = 'e'
WHERE
    e.objid IS NULL
    AND n.nspname !~ '^pg_'
    AND n.nspname NOT IN ('information_schema', 'echoes_schema')
    AND (
        n.nspname <> 'public'
        OR coalesce(d.description, 'standard public schema') <> 'standard public schema'
        OR n.nspowner NOT IN (
            'pg_database_owner'::regrole,
            (SELECT b.datdba FROM pg_database AS b WHERE b.datname = current_database())
        )
    )
UNION ALL
SELECT
    'dropped schema',
    'public',
    NULL,
    NULL
WHERE NOT EXISTS (SELECT FROM pg_namespace AS n WHERE n.nspname = 'public')
ORDER BY 1, 2
