-- Rules, but for those that make a view.
SELECT
    'rule' AS kind,
    quote_ident(r.rulename) AS name,
    CASE c.relkind WHEN 'v' THEN 'view' ELSE 'table' END AS whole_kind,
    r.ev_class::regclass::text AS whole,
    d.description AS comment,
    pg_get_ruledef(r.oid, TRUE) AS definition,
    CASE r.ev_enabled WHEN 'D' THEN 'disabled' WHEN 'R' THEN 'replica' WHEN 'A' THEN 'always' END
        AS state
FROM pg_rewrite AS r
INNER JOIN pg_class AS c ON r.ev_class = c.oid
LEFT JOIN pg_depend AS e
    ON e.classid = 'pg_class'::regclass AND c.oid = e.objid AND e.deptype = 'e'
LEFT JOIN pg_description AS d
    ON d.classoid = 'pg_rewrite'::regclass AND r.oid = d.objoid AND d.objsubid = 0
WHERE r.rulename <> '_RETURN' AND r.oid >= 16384 AND e.objid IS NULL
ORDER BY 4, 2
