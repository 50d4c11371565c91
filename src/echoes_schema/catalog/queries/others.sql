-- Every object that is not modelled, by kind and name, so that none is passed over. What
-- initdb made has an oid below 16384; what belongs to an extension is the extension's, and
-- what a type brings along is the type's.
WITH schemas AS (
    SELECT
        n.oid,
        n.nspname
    FROM pg_namespace AS n
    WHERE
        n.nspname !~ '^pg_'
        AND n.nspname NOT IN ('information_schema', 'echoes_schema')
),

found (classid, objid, kind) AS (
    SELECT
        'pg_class'::regclass,
        c.oid,
        CASE c.relkind
            WHEN 'm' THEN 'materialized view'
            WHEN 'f' THEN 'foreign table'
            WHEN 'S' THEN 'sequence'
        END
    FROM pg_class AS c
    WHERE
        c.relkind IN ('m', 'f', 'S')
        AND c.relnamespace IN (SELECT s.oid FROM schemas AS s)
        -- A sequence that a serial or identity column owns is part of the column.
        AND NOT EXISTS (
            SELECT FROM pg_depend AS d
            WHERE
                d.classid = 'pg_class'::regclass
                AND d.objid = c.oid
                AND c.relkind = 'S'
                AND d.refclassid = 'pg_class'::regclass
                AND d.deptype IN ('a', 'i')
        )
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
        END
    FROM pg_type AS t
    LEFT JOIN pg_class AS c ON t.typrelid = c.oid
    WHERE
        -- Every table has a row type, every type an array type: they go without saying.
        (t.typtype IN ('e', 'd', 'r', 'p') OR c.relkind = 'c' OR (t.typtype = 'b' AND t.typelem = 0))
        AND t.typnamespace IN (SELECT s.oid FROM schemas AS s)
    UNION ALL
    SELECT
        'pg_proc'::regclass,
        p.oid,
        CASE p.prokind WHEN 'a' THEN 'aggregate' ELSE 'window function' END
    FROM pg_proc AS p
    WHERE
        p.prokind IN ('a', 'w')
        AND p.pronamespace IN (SELECT s.oid FROM schemas AS s)
    UNION ALL
    SELECT
        'pg_namespace'::regclass,
        s.oid,
        'schema'
    FROM schemas AS s
    WHERE s.nspname <> 'public'
    UNION ALL
    SELECT
        'pg_extension'::regclass,
        x.oid,
        'extension'
    FROM pg_extension AS x
    WHERE x.extname <> 'plpgsql'
    UNION ALL
    SELECT
        'pg_rewrite'::regclass,
        r.oid,
        'rule'
    FROM pg_rewrite AS r
    WHERE r.rulename <> '_RETURN' AND r.oid >= 16384
    UNION ALL
    SELECT
        'pg_policy'::regclass,
        p.oid,
        'policy'
    FROM pg_policy AS p
    UNION ALL
    SELECT
        'pg_event_trigger'::regclass,
        e.oid,
        'event trigger'
    FROM pg_event_trigger AS e
    UNION ALL
    SELECT
        'pg_publication'::regclass,
        p.oid,
        'publication'
    FROM pg_publication AS p
    UNION ALL
    SELECT
        'pg_subscription'::regclass,
        s.oid,
        'subscription'
    FROM pg_subscription AS s
    INNER JOIN pg_database AS b ON s.subdbid = b.oid
    WHERE b.datname = current_database()
    UNION ALL
    SELECT
        'pg_statistic_ext'::regclass,
        s.oid,
        'statistics object'
    FROM pg_statistic_ext AS s
    UNION ALL
    SELECT
        'pg_default_acl'::regclass,
        a.oid,
        'default privileges'
    FROM pg_default_acl AS a
    UNION ALL
    SELECT
        'pg_foreign_data_wrapper'::regclass,
        w.oid,
        'foreign-data wrapper'
    FROM pg_foreign_data_wrapper AS w
    UNION ALL
    SELECT
        'pg_foreign_server'::regclass,
        s.oid,
        'server'
    FROM pg_foreign_server AS s
    UNION ALL
    SELECT
        o.classid,
        o.objid,
        o.kind
    FROM (
        SELECT
            'pg_operator'::regclass AS classid,
            oid AS objid,
            'operator' AS kind
        FROM pg_operator
        UNION ALL
        SELECT
            'pg_opclass'::regclass,
            oid,
            'operator class'
        FROM pg_opclass
        UNION ALL
        SELECT
            'pg_opfamily'::regclass,
            oid,
            'operator family'
        FROM pg_opfamily
        UNION ALL
        SELECT
            'pg_collation'::regclass,
            oid,
            'collation'
        FROM pg_collation
        WHERE collnamespace <> 'pg_catalog'::regnamespace
        UNION ALL
        SELECT
            'pg_conversion'::regclass,
            oid,
            'conversion'
        FROM pg_conversion
        UNION ALL
        SELECT
            'pg_cast'::regclass,
            oid,
            'cast'
        FROM pg_cast
        UNION ALL
        SELECT
            'pg_transform'::regclass,
            oid,
            'transform'
        FROM pg_transform
        UNION ALL
        SELECT
            'pg_language'::regclass,
            oid,
            'language'
        FROM pg_language
        UNION ALL
        SELECT
            'pg_am'::regclass,
            oid,
            'access method'
        FROM pg_am
        UNION ALL
        SELECT
            'pg_ts_config'::regclass,
            oid,
            'text search configuration'
        FROM pg_ts_config
        UNION ALL
        SELECT
            'pg_ts_dict'::regclass,
            oid,
            'text search dictionary'
        FROM pg_ts_dict
        UNION ALL
        SELECT
            'pg_ts_parser'::regclass,
            oid,
            'text search parser'
        FROM pg_ts_parser
        UNION ALL
        SELECT
            'pg_ts_template'::regclass,
            oid,
            'text search template'
        FROM pg_ts_template
    ) AS o
    WHERE o.objid >= 16384
)

SELECT
    f.kind,
    i.identity AS name,
    d.description AS comment
FROM found AS f
CROSS JOIN LATERAL pg_identify_object(f.classid, f.objid, 0) AS i
LEFT JOIN pg_depend AS e
    ON f.classid = e.classid AND f.objid = e.objid AND e.deptype IN ('e', 'i')
LEFT JOIN pg_description AS d
    ON f.classid = d.classoid AND f.objid = d.objoid AND d.objsubid = 0
WHERE e.objid IS NULL
ORDER BY f.kind, i.identity
