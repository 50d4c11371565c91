-- Extensions, but for the language that is there from the start, unless somebody dropped it.
SELECT
    'extension' AS kind,
    quote_ident(x.extname) AS name,
    d.description AS comment,
    x.extversion AS version,
    nullif(quote_ident(n.nspname), 'public') AS schema
FROM pg_extension AS x
INNER JOIN pg_namespace AS n ON x.extnamespace = n.oid
LEFT JOIN pg_description AS d
    ON d.classoid = 'pg_extension'::regclass AND x.oid = d.objoid AND d.objsubid = 0
WHERE x.extname <> 'plpgsql'
UNION ALL
SELECT
    'dropped extension',
    'plpgsql',
    NULL,
    NULL,
    NULL
WHERE NOT EXISTS (SELECT FROM pg_extension AS x WHERE x.extname = 'plpgsql')
ORDER BY 1, 2
