-- Constraints of tables: not those that a partition or a child has from its parent, and not
-- the NOT NULL ones, which PostgreSQL 18 keeps here too.
SELECT
    k.oid,
    k.conrelid AS relation,
    k.conname AS name,
    k.contype::text AS kind,
    k.conindid AS index_oid,
    coalesce(k.conkey, '{}') AS columns,
    k.confrelid AS referenced_relation,
    k.confkey AS referenced,
    k.confdeltype::text AS on_delete,
    k.confupdtype::text AS on_update,
    k.confdelsetcols AS delete_columns,
    k.confmatchtype::text AS match,
    k.condeferrable AS is_deferrable,
    k.condeferred AS is_deferred,
    k.convalidated AS is_validated,
    NOT k.connoinherit AS is_inherited,
    CASE WHEN k.contype = 'c' THEN pg_get_expr(k.conbin, k.conrelid, TRUE) END AS expression,
    CASE
        WHEN k.contype = 'x'
            THEN array(
                SELECT
                    CASE
                        WHEN s.nspname IN ('pg_catalog', 'public') THEN o.oprname
                        ELSE 'OPERATOR(' || quote_ident(s.nspname) || '.' || o.oprname || ')'
                    END
                FROM unnest(k.conexclop) WITH ORDINALITY AS u (operator, place)
                INNER JOIN pg_operator AS o ON u.operator = o.oid
                INNER JOIN pg_namespace AS s ON o.oprnamespace = s.oid
                ORDER BY u.place
            )
    END AS operators,
    d.description AS comment
FROM pg_constraint AS k
INNER JOIN pg_namespace AS n ON k.connamespace = n.oid
LEFT JOIN pg_description AS d
    ON
        d.classoid = 'pg_constraint'::regclass
        AND k.oid = d.objoid
        AND d.objsubid = 0
WHERE
    k.contype IN ('p', 'u', 'f', 'c', 'x')
    AND k.conrelid <> 0
    AND k.conparentid = 0
    AND (k.contype <> 'c' OR k.conislocal)
    AND n.nspname !~ '^pg_'
    AND n.nspname NOT IN ('information_schema', 'echoes_schema')
