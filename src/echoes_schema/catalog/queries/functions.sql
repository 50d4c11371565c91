-- Functions and procedures, but for those of an extension or a range type. Aggregates are
-- among the other objects.
SELECT
    n.nspname AS schema,
    p.proname AS name,
    oidvectortypes(p.proargtypes) AS types,
    pg_get_function_arguments(p.oid) AS arguments,
    coalesce(pg_get_function_result(p.oid), '') AS returns,
    l.lanname AS language,
    coalesce(pg_get_function_sqlbody(p.oid), p.prosrc) AS body,
    p.provolatile::text AS volatility,
    p.proparallel::text AS parallel,
    p.proisstrict AS is_strict,
    p.prosecdef AS is_security_definer,
    p.proleakproof AS is_leakproof,
    p.prokind = 'w' AS is_window,
    nullif(p.procost, CASE WHEN l.lanname IN ('c', 'internal') THEN 1 ELSE 100 END)::text AS cost,
    nullif(p.prorows, CASE WHEN p.proretset THEN 1000 ELSE 0 END)::text AS rows,
    nullif(p.prosupport::regproc::text, '-') AS support,
    p.probin AS library,
    pg_get_userbyid(p.proowner) AS owner,
    coalesce(p.proconfig, '{}')
    || CASE
        WHEN p.protrftypes IS NULL THEN '{}'
        ELSE array(
            SELECT 'transform for type ' || format_type(u.type, NULL)
            FROM unnest(p.protrftypes) AS u (type)
        )
    END AS settings,
    d.description AS comment
FROM pg_proc AS p
INNER JOIN pg_namespace AS n ON p.pronamespace = n.oid
INNER JOIN pg_language AS l ON p.prolang = l.oid
LEFT JOIN pg_depend AS e
    ON e.classid = 'pg_proc'::regclass AND p.oid = e.objid AND e.deptype IN ('e', 'i')
LEFT JOIN pg_description AS d
    ON d.classoid = 'pg_proc'::regclass AND p.oid = d.objoid AND d.objsubid = 0
WHERE
    p.prokind IN ('f', 'p', 'w')
    AND e.objid IS NULL
    AND n.nspname !~ '^pg_'
    AND n.nspname NOT IN ('information_schema', 'echoes_schema')
ORDER BY n.nspname, p.proname, 3
