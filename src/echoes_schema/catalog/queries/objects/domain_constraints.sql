-- CHECK constraints of domains, and NOT NULL ones, which PostgreSQL 17 and later keep here, as far
-- as they have a name that somebody chose, or a comment.
SELECT
    'domain constraint' AS kind,
    quote_ident(k.conname) AS name,
    'domain' AS whole_kind,
    k.contypid::regtype::text AS whole,
    d.description AS comment,
    CASE k.contype WHEN 'n' THEN 'not null' END AS form,
    pg_get_expr(k.conbin, 0, TRUE) AS expression,
    CASE WHEN NOT k.convalidated THEN 'not valid' END AS validation
FROM pg_constraint AS k
INNER JOIN pg_namespace AS n ON k.connamespace = n.oid
LEFT JOIN pg_depend AS e
    ON e.classid = 'pg_type'::regclass AND k.contypid = e.objid AND e.deptype = 'e'
LEFT JOIN pg_description AS d
    ON d.classoid = 'pg_constraint'::regclass AND k.oid = d.objoid AND d.objsubid = 0
WHERE
    (
        k.contype = 'c'
        OR k.contype = 'n' AND (k.conname !~ '_not_null\d*$' OR d.description IS NOT NULL)
    )
    AND k.contypid <> 0
    AND e.objid IS NULL
    AND n.nspname !~ '^pg_'
    AND n.nspname NOT IN ('information_schema', 'echoes_schema')
ORDER BY 4, 2
