-- What the database holds, or is set to, that no comparison looks at.
SELECT
    'setting of the database' AS kind,
    split_part(u.setting, '=', 1)
    || coalesce(' for role ' || quote_ident(r.rolname), '') AS name
FROM pg_db_role_setting AS s
INNER JOIN pg_database AS b ON s.setdatabase = b.oid
LEFT JOIN pg_roles AS r ON s.setrole = r.oid
CROSS JOIN LATERAL unnest(s.setconfig) AS u (setting)
WHERE b.datname = current_database()
UNION ALL
SELECT
    'setting of a role',
    split_part(u.setting, '=', 1) || ' for role ' || quote_ident(r.rolname)
FROM pg_db_role_setting AS s
INNER JOIN pg_roles AS r ON s.setrole = r.oid
CROSS JOIN LATERAL unnest(s.setconfig) AS u (setting)
WHERE
    s.setdatabase = 0
    AND EXISTS (
        SELECT FROM pg_shdepend AS d
        INNER JOIN pg_database AS b ON d.dbid = b.oid
        WHERE
            d.refclassid = 'pg_authid'::regclass
            AND s.setrole = d.refobjid
            AND b.datname = current_database()
    )
UNION ALL
SELECT
    'property of the database',
    u.name
FROM pg_database AS b
LEFT JOIN pg_shdescription AS d
    ON d.classoid = 'pg_database'::regclass AND b.oid = d.objoid
CROSS JOIN LATERAL (
    VALUES
    (CASE WHEN d.description IS NOT NULL THEN 'comment' END),
    (CASE WHEN b.datconnlimit <> -1 THEN 'connection limit' END),
    (CASE WHEN b.datistemplate THEN 'template' END),
    (
        CASE WHEN EXISTS (
            SELECT FROM pg_shseclabel AS l
            WHERE l.classoid = 'pg_database'::regclass AND b.oid = l.objoid
        )
            THEN 'security label'
        END
    )
) AS u (name)
WHERE b.datname = current_database() AND u.name IS NOT NULL
UNION ALL
SELECT
    'owner of the database',
    quote_ident(pg_get_userbyid(b.datdba))
FROM pg_database AS b
WHERE b.datname = current_database()
UNION ALL
SELECT
    'materialized view without rows',
    c.oid::regclass::text
FROM pg_class AS c
WHERE c.relkind = 'm' AND NOT c.relispopulated
UNION ALL
SELECT
    'privileges on a parameter',
    p.parname
FROM pg_parameter_acl AS p
WHERE EXISTS (
    SELECT FROM aclexplode(p.paracl) AS x
    INNER JOIN pg_shdepend AS d
        ON d.refclassid = 'pg_authid'::regclass AND x.grantee = d.refobjid
    INNER JOIN pg_database AS b ON d.dbid = b.oid
    WHERE b.datname = current_database()
)
UNION ALL
-- No dump has these. What an extension added speaks of something that is the extension's.
SELECT DISTINCT
    'member of an operator family of the system',
    quote_ident(f.opfname) || ' for ' || m.amname
FROM (
    SELECT
        'pg_amop'::regclass AS classid,
        o.oid,
        o.amopfamily AS family
    FROM pg_amop AS o
    WHERE o.oid >= 16384
    UNION ALL
    SELECT
        'pg_amproc'::regclass,
        p.oid,
        p.amprocfamily
    FROM pg_amproc AS p
    WHERE p.oid >= 16384
) AS a
INNER JOIN pg_opfamily AS f ON a.family = f.oid
INNER JOIN pg_am AS m ON f.opfmethod = m.oid
WHERE
    f.oid < 16384
    AND NOT EXISTS (
        SELECT FROM pg_depend AS x
        LEFT JOIN pg_depend AS e
            ON x.refclassid = e.classid AND x.refobjid = e.objid AND e.deptype = 'e'
        WHERE
            a.classid = x.classid
            AND a.oid = x.objid
            AND (e.objid IS NOT NULL OR x.refclassid = 'pg_opclass'::regclass)
    )
UNION ALL
-- Nor these.
SELECT
    'comment on an object of the system',
    u.object
FROM (
    SELECT
        'language plpgsql' AS object,
        obj_description(l.oid, 'pg_language') AS said,
        'PL/pgSQL procedural language' AS usual
    FROM pg_language AS l
    WHERE l.lanname = 'plpgsql'
    UNION ALL
    SELECT
        'extension plpgsql',
        obj_description(x.oid, 'pg_extension'),
        'PL/pgSQL procedural language'
    FROM pg_extension AS x
    WHERE x.extname = 'plpgsql'
    UNION ALL
    SELECT
        'schema ' || n.nspname,
        obj_description(n.oid, 'pg_namespace'),
        CASE n.nspname WHEN 'pg_catalog' THEN 'system catalog schema' END
    FROM pg_namespace AS n
    WHERE n.nspname IN ('pg_catalog', 'information_schema')
) AS u
WHERE u.said IS DISTINCT FROM u.usual
UNION ALL
SELECT
    'privileges on an object of the system',
    c.oid::regclass::text
FROM pg_class AS c
CROSS JOIN LATERAL (
    SELECT acldefault('r', c.relowner) || makeaclitem(0, c.relowner, 'SELECT', FALSE) AS acl
) AS u
WHERE
    c.relnamespace = 'information_schema'::regnamespace
    AND c.relacl IS NOT NULL
    AND NOT (c.relacl @> u.acl AND c.relacl <@ u.acl)
UNION ALL
SELECT
    'owner of a language',
    quote_ident(l.lanname)
FROM pg_language AS l
WHERE l.oid < 16384 AND l.lanowner <> 10
UNION ALL
SELECT
    'large objects',
    count(*)::text
FROM pg_largeobject_metadata AS m
HAVING count(*) > 0
UNION ALL
SELECT
    'secret of a user mapping',
    CASE m.umuser WHEN 0 THEN 'PUBLIC' ELSE quote_ident(m.usename) END || ' on server ' || quote_ident(m.srvname)
FROM pg_user_mappings AS m
WHERE EXISTS (
    SELECT FROM unnest(m.umoptions) AS u (option) WHERE u.option !~* '^user(_?name)?='
)
UNION ALL
SELECT
    'connection of a subscription',
    quote_ident(s.subname)
FROM pg_subscription AS s
INNER JOIN pg_database AS b ON s.subdbid = b.oid
WHERE b.datname = current_database()
UNION ALL
SELECT
    'object among those of the system',
    i.type || ' ' || i.identity
FROM (
    SELECT
        'pg_proc'::regclass AS classid,
        p.oid AS objid
    FROM pg_proc AS p
    WHERE p.oid >= 16384 AND p.pronamespace = ANY(ARRAY['pg_catalog', 'information_schema']::regnamespace[])
    UNION ALL
    SELECT
        'pg_class'::regclass,
        c.oid
    FROM pg_class AS c
    WHERE
        c.oid >= 16384
        AND c.relnamespace = ANY(ARRAY['pg_catalog', 'information_schema']::regnamespace[])
        AND c.relkind IN ('r', 'v', 'm', 'S', 'f')
) AS o
CROSS JOIN LATERAL pg_identify_object(o.classid, o.objid, 0) AS i
LEFT JOIN pg_depend AS e
    ON o.classid = e.classid AND o.objid = e.objid AND e.deptype IN ('e', 'i')
WHERE e.objid IS NULL
ORDER BY 1, 2
