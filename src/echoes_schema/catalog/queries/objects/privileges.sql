-- Who holds other privileges than PostgreSQL gives by itself; who granted them does not matter.
-- A privilege that was taken away is told of as one that is held no more.
WITH objects (classid, objid, kind, name, acl, usual) AS (
    SELECT
        'pg_class'::regclass,
        c.oid,
        CASE c.relkind
            WHEN 'S' THEN 'sequence'
            WHEN 'v' THEN 'view'
            WHEN 'm' THEN 'materialized view'
            ELSE 'table'
        END,
        c.oid::regclass::text,
        c.relacl,
        acldefault(CASE c.relkind WHEN 'S' THEN 's'::"char" ELSE 'r' END, c.relowner)
    FROM pg_class AS c
    WHERE c.relacl IS NOT NULL AND c.relkind IN ('r', 'p', 'v', 'm', 'f', 'S')
    UNION ALL
    SELECT
        'pg_class'::regclass,
        a.attrelid,
        'column',
        a.attrelid::regclass::text || '.' || quote_ident(a.attname),
        a.attacl,
        NULL::aclitem[]
    FROM pg_attribute AS a
    WHERE a.attacl IS NOT NULL AND NOT a.attisdropped
    UNION ALL
    SELECT
        'pg_proc'::regclass,
        p.oid,
        CASE p.prokind WHEN 'a' THEN 'aggregate' ELSE 'function' END,
        p.pronamespace::regnamespace::text || '.' || quote_ident(p.proname)
        || '(' || oidvectortypes(p.proargtypes) || ')',
        p.proacl,
        acldefault('f', p.proowner)
    FROM pg_proc AS p
    WHERE p.proacl IS NOT NULL
    UNION ALL
    SELECT
        'pg_type'::regclass,
        t.oid,
        CASE t.typtype
            WHEN 'e' THEN 'enum'
            WHEN 'd' THEN 'domain'
            WHEN 'r' THEN 'range'
            WHEN 'c' THEN 'composite type'
            ELSE 'type'
        END,
        t.oid::regtype::text,
        t.typacl,
        acldefault('T', t.typowner)
    FROM pg_type AS t
    WHERE t.typacl IS NOT NULL
    UNION ALL
    SELECT
        'pg_namespace'::regclass,
        n.oid,
        'schema',
        quote_ident(n.nspname),
        coalesce(n.nspacl, acldefault('n', n.nspowner)),
        -- Everybody may use the schema that is there from the start.
        CASE
            WHEN n.nspname = 'public'
                THEN acldefault('n', n.nspowner) || makeaclitem(0, n.nspowner, 'USAGE', FALSE)
            ELSE acldefault('n', n.nspowner)
        END
    FROM pg_namespace AS n
    WHERE n.nspname !~ '^pg_' AND n.nspname NOT IN ('information_schema', 'echoes_schema')
    UNION ALL
    SELECT
        'pg_database'::regclass,
        b.oid,
        'database',
        NULL,
        b.datacl,
        acldefault('d', b.datdba)
    FROM pg_database AS b
    WHERE b.datname = current_database() AND b.datacl IS NOT NULL
    UNION ALL
    SELECT
        'pg_language'::regclass,
        l.oid,
        'language',
        quote_ident(l.lanname),
        l.lanacl,
        acldefault('l', l.lanowner)
    FROM pg_language AS l
    WHERE l.lanacl IS NOT NULL
    UNION ALL
    SELECT
        'pg_foreign_data_wrapper'::regclass,
        w.oid,
        'foreign-data wrapper',
        quote_ident(w.fdwname),
        w.fdwacl,
        acldefault('F', w.fdwowner)
    FROM pg_foreign_data_wrapper AS w
    WHERE w.fdwacl IS NOT NULL
    UNION ALL
    SELECT
        'pg_foreign_server'::regclass,
        s.oid,
        'server',
        quote_ident(s.srvname),
        s.srvacl,
        acldefault('S', s.srvowner)
    FROM pg_foreign_server AS s
    WHERE s.srvacl IS NOT NULL
),

own AS (
    SELECT o.*
    FROM objects AS o
    LEFT JOIN pg_depend AS e
        ON o.classid = e.classid AND o.objid = e.objid AND e.deptype = 'e'
    WHERE
        e.objid IS NULL
        AND (o.objid >= 16384 OR o.kind IN ('schema', 'database', 'language'))
        AND o.name NOT LIKE 'echoes\_schema.%'
        OR o.kind = 'database'
),

held AS (
    SELECT
        o.kind,
        o.name,
        x.grantee,
        s.side,
        string_agg(
            x.privilege_type || CASE WHEN x.is_grantable THEN ' grantable' ELSE '' END,
            ', ' ORDER BY x.privilege_type
        ) AS privileges
    FROM own AS o
    CROSS JOIN LATERAL (VALUES ('live', o.acl), ('usual', o.usual)) AS s (side, acl)
    CROSS JOIN LATERAL (
        SELECT
            e.grantee,
            e.privilege_type,
            bool_or(e.is_grantable) AS is_grantable
        FROM aclexplode(s.acl) AS e
        GROUP BY e.grantee, e.privilege_type
    ) AS x
    GROUP BY o.kind, o.name, x.grantee, s.side
)

SELECT
    'privileges' AS kind,
    'of ' || CASE coalesce(h.grantee, u.grantee)
        WHEN 0 THEN 'PUBLIC'
        ELSE quote_ident(pg_get_userbyid(coalesce(h.grantee, u.grantee)))
    END AS name,
    coalesce(h.kind, u.kind) AS whole_kind,
    coalesce(h.name, u.name, '') AS whole,
    NULL AS comment,
    coalesce(h.privileges, 'none') AS privileges
FROM (SELECT * FROM held WHERE side = 'live') AS h
FULL JOIN (SELECT * FROM held WHERE side = 'usual') AS u
    ON
        h.kind = u.kind
        AND coalesce(h.name, '') = coalesce(u.name, '')
        AND h.grantee = u.grantee
WHERE h.privileges IS DISTINCT FROM u.privileges
ORDER BY 3, 4, 2
