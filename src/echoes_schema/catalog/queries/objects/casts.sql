-- Casts, conversions, transforms, languages and access methods.
SELECT
    o.kind,
    -- Versions put the names of casts and transforms in different words.
    coalesce(o.name, i.identity) AS name,
    d.description AS comment,
    o.owner,
    nullif(o.function, '-') AS function,
    o.context,
    o.form,
    o.inline,
    o.validator
FROM (
    SELECT
        'pg_cast'::regclass AS classid,
        c.oid AS objid,
        'cast' AS kind,
        '(' || format_type(c.castsource, NULL) || ' AS ' || format_type(c.casttarget, NULL) || ')'
            AS name,
        NULL AS owner,
        c.castfunc::regprocedure::text AS function,
        CASE c.castcontext WHEN 'a' THEN 'assignment' WHEN 'i' THEN 'implicit' END AS context,
        CASE c.castmethod WHEN 'i' THEN 'inout' WHEN 'b' THEN 'binary' END AS form,
        NULL AS inline,
        NULL AS validator
    FROM pg_cast AS c
    UNION ALL
    SELECT
        'pg_conversion'::regclass,
        c.oid,
        'conversion',
        NULL,
        pg_get_userbyid(c.conowner),
        c.conproc::regproc::text,
        pg_encoding_to_char(c.conforencoding) || ' to ' || pg_encoding_to_char(c.contoencoding),
        CASE WHEN c.condefault THEN 'default' END,
        NULL,
        NULL
    FROM pg_conversion AS c
    UNION ALL
    SELECT
        'pg_transform'::regclass,
        t.oid,
        'transform',
        'for ' || format_type(t.trftype, NULL) || ' language ' || quote_ident(l.lanname),
        NULL,
        t.trffromsql::regproc::text || ', ' || t.trftosql::regproc::text,
        NULL,
        NULL,
        NULL,
        NULL
    FROM pg_transform AS t
    INNER JOIN pg_language AS l ON t.trflang = l.oid
    UNION ALL
    SELECT
        'pg_language'::regclass,
        l.oid,
        'language',
        NULL,
        pg_get_userbyid(l.lanowner),
        l.lanplcallfoid::regproc::text,
        NULL,
        CASE WHEN l.lanpltrusted THEN 'trusted' END,
        CASE WHEN l.laninline <> 0 THEN l.laninline::regproc::text END,
        CASE WHEN l.lanvalidator <> 0 THEN l.lanvalidator::regproc::text END
    FROM pg_language AS l
    UNION ALL
    SELECT
        'pg_am'::regclass,
        m.oid,
        'access method',
        NULL,
        NULL,
        m.amhandler::regproc::text,
        NULL,
        CASE m.amtype WHEN 'i' THEN 'index' ELSE 'table' END,
        NULL,
        NULL
    FROM pg_am AS m
) AS o
CROSS JOIN LATERAL pg_identify_object(o.classid, o.objid, 0) AS i
LEFT JOIN pg_depend AS e
    ON o.classid = e.classid AND o.objid = e.objid AND e.deptype IN ('e', 'i')
LEFT JOIN pg_description AS d
    ON o.classid = d.classoid AND o.objid = d.objoid AND d.objsubid = 0
WHERE o.objid >= 16384 AND e.objid IS NULL
ORDER BY 1, 2
