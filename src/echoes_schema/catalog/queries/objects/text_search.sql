-- Text search configurations, dictionaries, parsers and templates.
SELECT
    'text search configuration' AS kind,
    c.oid::regconfig::text AS name,
    d.description AS comment,
    pg_get_userbyid(c.cfgowner) AS owner,
    p.prsnamespace::regnamespace::text || '.' || quote_ident(p.prsname) AS parser,
    (
        SELECT
            string_agg(
                t.alias || ': ' || m.mapdict::regdictionary::text,
                ', ' ORDER BY t.alias, m.mapseqno
            )
        FROM pg_ts_config_map AS m
        INNER JOIN ts_token_type(c.cfgparser) AS t ON m.maptokentype = t.tokid
        WHERE m.mapcfg = c.oid
    ) AS mappings,
    NULL AS template,
    NULL AS options,
    NULL AS functions
FROM pg_ts_config AS c
INNER JOIN pg_ts_parser AS p ON c.cfgparser = p.oid
LEFT JOIN pg_depend AS e
    ON e.classid = 'pg_ts_config'::regclass AND c.oid = e.objid AND e.deptype = 'e'
LEFT JOIN pg_description AS d
    ON d.classoid = 'pg_ts_config'::regclass AND c.oid = d.objoid AND d.objsubid = 0
WHERE c.oid >= 16384 AND e.objid IS NULL
UNION ALL
SELECT
    'text search dictionary',
    c.oid::regdictionary::text,
    d.description,
    pg_get_userbyid(c.dictowner),
    NULL,
    NULL,
    t.tmplnamespace::regnamespace::text || '.' || quote_ident(t.tmplname),
    c.dictinitoption,
    NULL
FROM pg_ts_dict AS c
INNER JOIN pg_ts_template AS t ON c.dicttemplate = t.oid
LEFT JOIN pg_depend AS e
    ON e.classid = 'pg_ts_dict'::regclass AND c.oid = e.objid AND e.deptype = 'e'
LEFT JOIN pg_description AS d
    ON d.classoid = 'pg_ts_dict'::regclass AND c.oid = d.objoid AND d.objsubid = 0
WHERE c.oid >= 16384 AND e.objid IS NULL
UNION ALL
SELECT
    'text search parser',
    c.prsnamespace::regnamespace::text || '.' || quote_ident(c.prsname),
    d.description,
    NULL,
    NULL,
    NULL,
    NULL,
    NULL,
    concat_ws(', ', c.prsstart, c.prstoken, c.prsend, c.prsheadline, c.prslextype)
FROM pg_ts_parser AS c
LEFT JOIN pg_depend AS e
    ON e.classid = 'pg_ts_parser'::regclass AND c.oid = e.objid AND e.deptype = 'e'
LEFT JOIN pg_description AS d
    ON d.classoid = 'pg_ts_parser'::regclass AND c.oid = d.objoid AND d.objsubid = 0
WHERE c.oid >= 16384 AND e.objid IS NULL
UNION ALL
SELECT
    'text search template',
    c.tmplnamespace::regnamespace::text || '.' || quote_ident(c.tmplname),
    d.description,
    NULL,
    NULL,
    NULL,
    NULL,
    NULL,
    concat_ws(', ', c.tmplinit, c.tmpllexize)
FROM pg_ts_template AS c
LEFT JOIN pg_depend AS e
    ON e.classid = 'pg_ts_template'::regclass AND c.oid = e.objid AND e.deptype = 'e'
LEFT JOIN pg_description AS d
    ON d.classoid = 'pg_ts_template'::regclass AND c.oid = d.objoid AND d.objsubid = 0
WHERE c.oid >= 16384 AND e.objid IS NULL
ORDER BY 1, 2
