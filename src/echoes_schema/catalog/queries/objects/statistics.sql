-- Extended statistics.
SELECT
    'statistics object' AS kind,
    s.stxnamespace::regnamespace::text || '.' || quote_ident(s.stxname) AS name,
    d.description AS comment,
    pg_get_userbyid(s.stxowner) AS owner,
    s.stxrelid::regclass::text AS "table",
    (
        SELECT
            string_agg(
                CASE u.kind
                    WHEN 'd' THEN 'ndistinct'
                    WHEN 'f' THEN 'dependencies'
                    WHEN 'm' THEN 'mcv'
                END,
                ', ' ORDER BY u.kind
            )
        FROM unnest(s.stxkind) AS u (kind)
        WHERE u.kind <> 'e'
    ) AS kinds,
    pg_get_statisticsobjdef_columns(s.oid) AS columns,
    -- Until PostgreSQL 16 the usual target was -1.
    nullif(s.stxstattarget, -1)::text AS target
FROM pg_statistic_ext AS s
LEFT JOIN pg_depend AS e
    ON e.classid = 'pg_statistic_ext'::regclass AND s.oid = e.objid AND e.deptype = 'e'
LEFT JOIN pg_description AS d
    ON d.classoid = 'pg_statistic_ext'::regclass AND s.oid = d.objoid AND d.objsubid = 0
WHERE e.objid IS NULL
ORDER BY 2
