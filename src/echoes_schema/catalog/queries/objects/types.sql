-- Enums, ranges, domains, composite and base types, but for what a table or an extension brings.
SELECT
    CASE t.typtype
        WHEN 'e' THEN 'enum'
        WHEN 'd' THEN 'domain'
        WHEN 'r' THEN 'range'
        WHEN 'c' THEN 'composite type'
        ELSE 'type'
    END AS kind,
    t.oid::regtype::text AS name,
    d.description AS comment,
    pg_get_userbyid(t.typowner) AS owner,
    (
        SELECT string_agg(quote_literal(v.enumlabel), ', ' ORDER BY v.enumsortorder)
        FROM pg_enum AS v
        WHERE v.enumtypid = t.oid
    ) AS labels,
    CASE WHEN t.typtype = 'd' THEN format_type(t.typbasetype, t.typtypmod) END AS type,
    CASE
        WHEN t.typtype = 'd' AND t.typcollation <> b.typcollation
            THEN t.typcollation::regcollation::text
    END AS collation,
    CASE WHEN t.typnotnull THEN 'not null' END AS nullability,
    CASE
        WHEN t.typtype = 'd' THEN coalesce(pg_get_expr(t.typdefaultbin, 0, TRUE), t.typdefault)
    END AS default,
    c.attributes,
    c.attribute_comments,
    format_type(r.rngsubtype, NULL) AS subtype,
    CASE
        WHEN o.opcdefault THEN NULL
        WHEN o.opcnamespace = 'pg_catalog'::regnamespace THEN quote_ident(o.opcname)
        ELSE o.opcnamespace::regnamespace::text || '.' || quote_ident(o.opcname)
    END AS operator_class,
    CASE
        WHEN r.rngcollation <> 0 AND r.rngcollation <> s.typcollation
            THEN r.rngcollation::regcollation::text
    END AS range_collation,
    nullif(r.rngcanonical::regproc::text, '-') AS canonical,
    nullif(r.rngsubdiff::regproc::text, '-') AS difference,
    r.rngmultitypid::regtype::text AS multirange,
    CASE WHEN t.typtype = 'b' THEN t.typinput::regproc::text END AS input,
    CASE WHEN t.typtype = 'b' THEN t.typoutput::regproc::text END AS output,
    CASE WHEN t.typtype = 'b' THEN t.typlen::text END AS length,
    w.description AS multirange_comment,
    CASE WHEN t.typtype = 'b' THEN nullif(t.typreceive::regproc::text, '-') END AS receive,
    CASE WHEN t.typtype = 'b' THEN nullif(t.typsend::regproc::text, '-') END AS send,
    CASE WHEN t.typtype = 'b' THEN nullif(t.typmodin::regproc::text, '-') END AS modifier_input,
    CASE WHEN t.typtype = 'b' THEN nullif(t.typmodout::regproc::text, '-') END
        AS modifier_output,
    CASE WHEN t.typtype = 'b' THEN nullif(t.typanalyze::regproc::text, '-') END AS analyze,
    CASE WHEN t.typtype = 'b' THEN nullif(t.typsubscript::regproc::text, '-') END AS subscript,
    CASE WHEN t.typtype = 'b' AND t.typelem <> 0 THEN format_type(t.typelem, NULL) END AS element,
    CASE WHEN t.typtype = 'b' THEN nullif(t.typdelim::text, ',') END AS delimiter,
    CASE WHEN t.typtype = 'b' THEN quote_literal(t.typdefault) END AS initial,
    CASE WHEN t.typtype = 'b' THEN nullif(t.typcategory::text, 'U') END AS category,
    CASE WHEN t.typtype = 'b' AND t.typispreferred THEN 'preferred' END AS preference,
    CASE WHEN t.typtype = 'b' AND t.typcollation <> 0 THEN 'collatable' END AS collatability,
    CASE WHEN t.typtype = 'b' AND t.typbyval THEN 'by value' END AS passing,
    CASE
        WHEN t.typtype = 'b'
            THEN CASE t.typalign
                WHEN 'c' THEN 'char' WHEN 's' THEN 'int2' WHEN 'd' THEN 'double'
            END
    END AS alignment,
    CASE
        WHEN t.typtype = 'b'
            THEN CASE t.typstorage
                WHEN 'e' THEN 'external' WHEN 'm' THEN 'main' WHEN 'x' THEN 'extended'
            END
    END AS storage
FROM pg_type AS t
INNER JOIN pg_namespace AS n ON t.typnamespace = n.oid
LEFT JOIN pg_type AS b ON t.typbasetype = b.oid
LEFT JOIN pg_class AS k ON t.typrelid = k.oid
LEFT JOIN pg_range AS r ON t.oid = r.rngtypid
LEFT JOIN pg_type AS s ON r.rngsubtype = s.oid
LEFT JOIN pg_description AS w
    ON w.classoid = 'pg_type'::regclass AND r.rngmultitypid = w.objoid AND w.objsubid = 0
LEFT JOIN pg_opclass AS o ON r.rngsubopc = o.oid
LEFT JOIN LATERAL (
    SELECT
        string_agg(
            quote_ident(a.attname) || ' ' || format_type(a.atttypid, a.atttypmod)
            || CASE
                WHEN a.attcollation <> y.typcollation
                    THEN ' collate ' || a.attcollation::regcollation::text
                ELSE ''
            END,
            ', ' ORDER BY a.attnum
        ) AS attributes,
        string_agg(quote_ident(a.attname) || ': ' || w.description, '; ' ORDER BY a.attnum)
            AS attribute_comments
    FROM pg_attribute AS a
    INNER JOIN pg_type AS y ON a.atttypid = y.oid
    LEFT JOIN pg_description AS w
        ON
            w.classoid = 'pg_class'::regclass
            AND a.attrelid = w.objoid
            AND a.attnum = w.objsubid
    WHERE a.attrelid = t.typrelid AND a.attnum > 0 AND NOT a.attisdropped
) AS c ON k.relkind = 'c'
LEFT JOIN pg_depend AS e
    ON e.classid = 'pg_type'::regclass AND t.oid = e.objid AND e.deptype = 'e'
LEFT JOIN pg_description AS d
    ON d.classoid = 'pg_type'::regclass AND t.oid = d.objoid AND d.objsubid = 0
WHERE
    -- Every table has a row type, every type an array type: they go without saying.
    (
        t.typtype IN ('e', 'd', 'r', 'p')
        OR k.relkind = 'c'
        OR (t.typtype = 'b' AND NOT EXISTS (SELECT FROM pg_type AS x WHERE x.typarray = t.oid))
    )
    AND e.objid IS NULL
    AND n.nspname !~ '^pg_'
    AND n.nspname NOT IN ('information_schema', 'echoes_schema')
ORDER BY 1, 2
