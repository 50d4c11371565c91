-- Who holds other privileges than PostgreSQL gives by itself; who granted them does not matter.
-- A privilege that was taken away is told of as one that is held no more. Whoever holds all that
-- there are on a kind of object holds ALL: PostgreSQL 17 has one more than its predecessors.
-- Objects of the system and of extensions are told of where they are other than initdb or the
-- extension left them.
WITH objects (classid, objid, subid, kind, name, acl, usual) AS (
    SELECT
        'pg_class'::regclass,
        c.oid,
        0,
        CASE c.relkind
            WHEN 'S' THEN 'sequence'
            WHEN 'v' THEN 'view'
            WHEN 'm' THEN 'materialized view'
            ELSE 'table'
        END,
        CASE WHEN c.relnamespace = 'pg_catalog'::regnamespace THEN 'pg_catalog.' ELSE '' END
        || c.oid::regclass::text,
        c.relacl,
        acldefault(CASE c.relkind WHEN 'S' THEN 's'::"char" ELSE 'r' END, c.relowner)
    FROM pg_class AS c
    WHERE c.relacl IS NOT NULL AND c.relkind IN ('r', 'p', 'v', 'm', 'f', 'S')
    UNION ALL
    SELECT
        'pg_class'::regclass,
        a.attrelid,
        a.attnum,
        'column',
        CASE WHEN c.relnamespace = 'pg_catalog'::regnamespace THEN 'pg_catalog.' ELSE '' END
        || a.attrelid::regclass::text || '.' || quote_ident(a.attname),
        a.attacl,
        NULL::aclitem[]
    FROM pg_attribute AS a
    INNER JOIN pg_class AS c ON a.attrelid = c.oid
    WHERE a.attacl IS NOT NULL AND NOT a.attisdropped
    UNION ALL
    SELECT
        'pg_proc'::regclass,
        p.oid,
        0,
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
        0,
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
        0,
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
    WHERE
        n.nspname !~ '^pg_(toast|temp)' AND n.nspname <> 'echoes_schema'
    UNION ALL
    SELECT
        'pg_database'::regclass,
        b.oid,
        0,
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
        0,
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
        0,
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
        0,
        'server',
        quote_ident(s.srvname),
        s.srvacl,
        acldefault('S', s.srvowner)
    FROM pg_foreign_server AS s
    WHERE s.srvacl IS NOT NULL
),

own AS MATERIALIZED (
    SELECT
        o.kind,
        o.name,
        o.acl,
        coalesce(i.initprivs, o.usual) AS usual,
        (
            SELECT count(DISTINCT x.privilege_type)
            FROM aclexplode(o.usual) AS x
            WHERE x.grantee <> 0
        ) AS number
    FROM objects AS o
    -- What an extension brings has what it gave, and what a range type needs is the type's.
    LEFT JOIN pg_depend AS e
        ON
            o.classid = e.classid
            AND o.objid = e.objid
            AND e.objsubid = 0
            AND (e.deptype = 'e' OR e.deptype = 'i' AND e.classid = 'pg_proc'::regclass)
            AND e.objid >= 16384
    LEFT JOIN pg_init_privs AS i
        ON
            (o.objid < 16384 OR e.deptype = 'e')
            AND o.name <> 'public'
            AND o.objid = i.objoid
            AND o.classid = i.classoid
            AND o.subid = i.objsubid
    WHERE
        o.kind = 'database'
        OR e.deptype IS DISTINCT FROM 'i'
        AND o.name !~ '^(echoes_schema|information_schema)(\.|$)'
        AND o.acl IS DISTINCT FROM coalesce(i.initprivs, o.usual)
),

held AS (
    SELECT
        o.kind,
        o.name,
        x.grantee,
        s.side,
        CASE
            WHEN count(*) < o.number OR bool_or(x.is_grantable) <> bool_and(x.is_grantable)
                -- A column has no usual privileges to count.
                OR o.number < 2
                THEN string_agg(
                    x.privilege_type || CASE WHEN x.is_grantable THEN ' grantable' ELSE '' END,
                    ', ' ORDER BY x.privilege_type
                )
            WHEN bool_and(x.is_grantable) THEN 'ALL grantable'
            ELSE 'ALL'
        END AS privileges
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
    GROUP BY o.kind, o.name, o.number, x.grantee, s.side
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
