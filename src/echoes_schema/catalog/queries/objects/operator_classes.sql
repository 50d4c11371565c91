-- Operator classes and families, each with what belongs to it alone: to a family what none of its
-- classes has, as PostgreSQL itself drops them.
WITH members AS (
    SELECT
        d.refclassid AS whole_class,
        d.refobjid AS whole,
        string_agg(
            a.amopstrategy || ' ' || a.amopopr::regoperator::text
            || coalesce(
                ' for order by ' || s.opfnamespace::regnamespace::text || '.'
                || quote_ident(s.opfname),
                ''
            ),
            ', ' ORDER BY a.amopstrategy, a.amopopr::regoperator::text
        ) AS operators,
        NULL AS functions
    FROM pg_amop AS a
    INNER JOIN pg_depend AS d
        ON
            d.classid = 'pg_amop'::regclass
            AND a.oid = d.objid
            AND d.refclassid IN ('pg_opclass'::regclass, 'pg_opfamily'::regclass)
    LEFT JOIN pg_opfamily AS s ON a.amopsortfamily = s.oid
    WHERE d.refobjid <> a.amopsortfamily
    GROUP BY 1, 2
    UNION ALL
    SELECT
        d.refclassid,
        d.refobjid,
        NULL,
        string_agg(
            a.amprocnum || ' (' || format_type(a.amproclefttype, NULL) || ', '
            || format_type(a.amprocrighttype, NULL) || ') ' || a.amproc::regprocedure::text,
            ', ' ORDER BY
                a.amprocnum,
                format_type(a.amproclefttype, NULL),
                format_type(a.amprocrighttype, NULL)
        )
    FROM pg_amproc AS a
    INNER JOIN pg_depend AS d
        ON
            d.classid = 'pg_amproc'::regclass
            AND a.oid = d.objid
            AND d.refclassid IN ('pg_opclass'::regclass, 'pg_opfamily'::regclass)
    GROUP BY 1, 2
),

owned AS (
    SELECT
        m.whole_class,
        m.whole,
        max(m.operators) AS operators,
        max(m.functions) AS functions
    FROM members AS m
    GROUP BY 1, 2
)

SELECT
    'operator class' AS kind,
    o.opcnamespace::regnamespace::text || '.' || quote_ident(o.opcname) || ' for ' || m.amname
        AS name,
    d.description AS comment,
    pg_get_userbyid(o.opcowner) AS owner,
    format_type(o.opcintype, NULL) AS type,
    CASE WHEN o.opcdefault THEN 'default' END AS use,
    CASE WHEN o.opckeytype <> 0 THEN format_type(o.opckeytype, NULL) END AS storage,
    f.opfnamespace::regnamespace::text || '.' || quote_ident(f.opfname) AS family,
    w.operators,
    w.functions
FROM pg_opclass AS o
INNER JOIN pg_am AS m ON o.opcmethod = m.oid
INNER JOIN pg_opfamily AS f ON o.opcfamily = f.oid
LEFT JOIN owned AS w ON w.whole_class = 'pg_opclass'::regclass AND o.oid = w.whole
LEFT JOIN pg_depend AS e
    ON e.classid = 'pg_opclass'::regclass AND o.oid = e.objid AND e.deptype = 'e'
LEFT JOIN pg_description AS d
    ON d.classoid = 'pg_opclass'::regclass AND o.oid = d.objoid AND d.objsubid = 0
WHERE o.oid >= 16384 AND e.objid IS NULL
UNION ALL
SELECT
    'operator family',
    f.opfnamespace::regnamespace::text || '.' || quote_ident(f.opfname) || ' for ' || m.amname,
    d.description,
    pg_get_userbyid(f.opfowner),
    NULL,
    NULL,
    NULL,
    NULL,
    w.operators,
    w.functions
FROM pg_opfamily AS f
INNER JOIN pg_am AS m ON f.opfmethod = m.oid
LEFT JOIN owned AS w ON w.whole_class = 'pg_opfamily'::regclass AND f.oid = w.whole
LEFT JOIN pg_depend AS e
    ON e.classid = 'pg_opfamily'::regclass AND f.oid = e.objid AND e.deptype = 'e'
LEFT JOIN pg_description AS d
    ON d.classoid = 'pg_opfamily'::regclass AND f.oid = d.objoid AND d.objsubid = 0
WHERE f.oid >= 16384 AND e.objid IS NULL
ORDER BY 1, 2
