-- What is unusual of parts of a relation that have no place of their own: parts that a partition
-- or a child has from its parent and holds otherwise, constraints that nothing checks because
-- their triggers are off, and comments on such parts and on what stands behind others.
SELECT
    t.tgrelid AS relation,
    'trigger ' || quote_ident(t.tgname) AS part,
    CASE t.tgenabled
        WHEN 'D' THEN 'disabled' WHEN 'R' THEN 'replica' WHEN 'A' THEN 'always' ELSE 'enabled'
    END AS said
FROM pg_trigger AS t
INNER JOIN pg_trigger AS p ON t.tgparentid = p.oid
WHERE t.tgenabled <> p.tgenabled AND NOT p.tgisinternal
UNION ALL
SELECT DISTINCT
    k.conrelid,
    'unchecked constraint',
    quote_ident(k.conname)
FROM pg_trigger AS t
INNER JOIN pg_constraint AS k ON t.tgconstraint = k.oid
WHERE t.tgisinternal AND t.tgenabled IN ('D', 'R')
UNION ALL
SELECT
    x.indrelid,
    'index ' || quote_ident(c.relname),
    s.said
FROM pg_index AS x
INNER JOIN pg_class AS c ON x.indexrelid = c.oid
INNER JOIN pg_inherits AS h ON c.oid = h.inhrelid
INNER JOIN pg_class AS p ON h.inhparent = p.oid
LEFT JOIN pg_tablespace AS e ON c.reltablespace = e.oid
CROSS JOIN LATERAL (
    VALUES
    (CASE WHEN NOT (x.indisvalid AND x.indisready AND x.indislive) THEN 'invalid' END),
    (CASE WHEN x.indisclustered THEN 'clustered' END),
    (
        CASE WHEN c.reltablespace <> p.reltablespace
            THEN 'tablespace ' || coalesce(e.spcname, 'of the database')
        END
    ),
    (
        CASE WHEN NOT (
            coalesce(c.reloptions, '{}') @> coalesce(p.reloptions, '{}')
            AND coalesce(c.reloptions, '{}') <@ coalesce(p.reloptions, '{}')
        )
            THEN 'with ' || coalesce(array_to_string(c.reloptions, ', '), 'nothing')
        END
    )
) AS s (said)
WHERE c.relispartition AND s.said IS NOT NULL
UNION ALL
SELECT
    x.indrelid,
    'comment on index ' || quote_ident(c.relname) || ':',
    d.description
FROM pg_description AS d
INNER JOIN pg_index AS x ON d.objoid = x.indexrelid
INNER JOIN pg_class AS c ON x.indexrelid = c.oid
LEFT JOIN pg_constraint AS k ON c.oid = k.conindid AND k.contype IN ('p', 'u', 'x')
WHERE
    d.classoid = 'pg_class'::regclass
    AND d.objoid >= 16384
    AND (c.relispartition OR k.oid IS NOT NULL)
UNION ALL
SELECT
    k.conrelid,
    CASE k.contype
        -- The name of the constraint may be one that the server chose.
        WHEN 'n' THEN 'comment on not null of ' || quote_ident(a.attname)
        ELSE 'comment on constraint ' || quote_ident(k.conname)
    END || ':',
    d.description
FROM pg_description AS d
INNER JOIN pg_constraint AS k ON d.objoid = k.oid
LEFT JOIN pg_attribute AS a ON k.conrelid = a.attrelid AND k.conkey[1] = a.attnum
WHERE
    d.classoid = 'pg_constraint'::regclass
    AND d.objoid >= 16384
    AND k.conrelid <> 0
    AND (
        k.contype IN ('n', 't')
        OR k.conparentid <> 0
        OR k.contype = 'c' AND NOT k.conislocal
    )
UNION ALL
SELECT
    t.tgrelid,
    'comment on trigger ' || quote_ident(t.tgname) || ':',
    d.description
FROM pg_description AS d
INNER JOIN pg_trigger AS t ON d.objoid = t.oid
WHERE d.classoid = 'pg_trigger'::regclass AND d.objoid >= 16384 AND t.tgparentid <> 0
UNION ALL
SELECT
    t.typrelid,
    'comment on row type:',
    d.description
FROM pg_description AS d
INNER JOIN pg_type AS t ON d.objoid = t.oid
WHERE d.classoid = 'pg_type'::regclass AND d.objoid >= 16384 AND t.typrelid <> 0
ORDER BY 1, 2, 3
