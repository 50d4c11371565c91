-- Row security policies.
SELECT
    'policy' AS kind,
    quote_ident(p.polname) AS name,
    'table' AS whole_kind,
    p.polrelid::regclass::text AS whole,
    d.description AS comment,
    CASE WHEN NOT p.polpermissive THEN 'restrictive' END AS form,
    CASE p.polcmd
        WHEN 'r' THEN 'select'
        WHEN 'a' THEN 'insert'
        WHEN 'w' THEN 'update'
        WHEN 'd' THEN 'delete'
    END AS command,
    (
        SELECT string_agg(quote_ident(r.rolname), ', ' ORDER BY r.rolname)
        FROM pg_roles AS r
        WHERE r.oid = ANY(p.polroles)
    ) AS roles,
    pg_get_expr(p.polqual, p.polrelid, TRUE) AS using,
    pg_get_expr(p.polwithcheck, p.polrelid, TRUE) AS check
FROM pg_policy AS p
LEFT JOIN pg_description AS d
    ON d.classoid = 'pg_policy'::regclass AND p.oid = d.objoid AND d.objsubid = 0
ORDER BY 4, 2
