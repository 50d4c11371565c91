-- Casts, conversions, transforms, languages and access methods.
SELECT
    o.kind,
    i.identity AS name,
    d.description AS comment,
    o.owner,
    nullif(o.function, '-') AS function,
    o.context,
    o.form
FROM (
    SELECT
        'pg_cast'::regclass AS classid,
        c.oid AS objid,
        'cast' AS kind,
        NULL AS owner,
        c.castfunc::regprocedure::text AS function,
        CASE c.castcontext WHEN 'a' THEN 'assignment' WHEN 'i' THEN 'implicit' END AS context,
        CASE c.castmethod WHEN 'i' THEN 'inout' WHEN 'b' THEN 'binary' END AS form
    FROM pg_cast AS c
    UNION ALL
    SELECT
        'pg_conversion'::regclass,
        c.oid,
        'conversion',
        pg_get_userbyid(c.conowner),
        c.conproc::regproc::text,
        pg_encoding_to_char(c.conforencoding) || ' to ' || pg_encoding_to_char(c.contoencoding),
        CASE WHEN c.condefault THEN 'default' END
    FROM pg_conversion AS c
    UNION ALL
    SELECT
        'pg_transform'::regclass,
        t.oid,
        'transform',
        NULL,
        t.trffromsql::regproc::text || ', ' || t.trftosql::regproc::text,
        NULL,
        NULL
    FROM pg_transform AS t
    UNION ALL
    SELECT
        'pg_language'::regclass,
        l.oid,
        'language',
        pg_get_userbyid(l.lanowner),
        l.lanplcallfoid::regproc::text,
        NULL,
        CASE WHEN l.lanpltrusted THEN 'trusted' END
    FROM pg_language AS l
    UNION ALL
    SELECT
        'pg_am'::regclass,
        m.oid,
        'access method',
        NULL,
        m.amhandler::regproc::text,
        NULL,
        CASE m.amtype WHEN 'i' THEN 'index' ELSE 'table' END
    FROM pg_am AS m
) AS o
CROSS JOIN LATERAL pg_identify_object(o.classid, o.objid, 0) AS i
LEFT JOIN pg_depend AS e
    ON o.classid = e.classid AND o.objid = e.objid AND e.deptype IN ('e', 'i')
LEFT JOIN pg_description AS d
    ON o.classid = d.classoid AND o.objid = d.objoid AND d.objsubid = 0
WHERE o.objid >= 16384 AND e.objid IS NULL
ORDER BY 1, 2
