-- Security labels.
SELECT
    'security label' AS kind,
    quote_ident(s.provider) AS name,
    i.type AS whole_kind,
    i.identity AS whole,
    NULL AS comment,
    s.label
FROM pg_seclabel AS s
CROSS JOIN LATERAL pg_identify_object(s.classoid, s.objoid, s.objsubid) AS i
ORDER BY 2, 3, 4
