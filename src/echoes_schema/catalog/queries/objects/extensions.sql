-- Extensions, but for the language that is always there.
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
ORDER BY x.extname
