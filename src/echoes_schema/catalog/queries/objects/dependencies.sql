-- What was told to go when an extension goes: ALTER … DEPENDS ON EXTENSION.
SELECT
    'dependency' AS kind,
    'of ' || i.type || ' ' || coalesce(
        p.pronamespace::regnamespace::text || '.' || quote_ident(p.proname)
        || '(' || oidvectortypes(p.proargtypes) || ')',
        i.identity
    ) AS name,
    NULL AS comment,
    string_agg(quote_ident(x.extname), ', ' ORDER BY x.extname) AS extensions
FROM pg_depend AS d
INNER JOIN pg_extension AS x ON d.refobjid = x.oid
LEFT JOIN pg_proc AS p ON d.classid = 'pg_proc'::regclass AND d.objid = p.oid
CROSS JOIN LATERAL pg_identify_object(d.classid, d.objid, d.objsubid) AS i
WHERE d.refclassid = 'pg_extension'::regclass AND d.deptype = 'x'
GROUP BY 2
ORDER BY 2
