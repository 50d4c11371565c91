-- Indexes of tables and materialized views, those behind a constraint too: it takes its keys from there. An index
-- that is attached to the one of a parent table is that one.
SELECT
    x.indexrelid AS oid,
    x.indrelid AS relation,
    c.relname AS name,
    m.amname AS method,
    x.indisunique AS is_unique,
    x.indnullsnotdistinct AS nulls_not_distinct,
    x.indisvalid AND x.indisready AND x.indislive AS is_valid,
    x.indisclustered AS is_clustered,
    x.indnkeyatts AS key_count,
    x.indkey::int2[] AS columns,
    x.indclass::oid[] AS opclasses,
    x.indcollation::oid[] AS collations,
    x.indoption::int2[] AS options,
    CASE
        WHEN x.indexprs IS NOT NULL
            THEN array(
                SELECT pg_get_indexdef(x.indexrelid, u.place::integer, TRUE)
                FROM unnest(x.indkey::int2[]) WITH ORDINALITY AS u (number, place)
                WHERE u.number = 0
                ORDER BY u.place
            )
        ELSE '{}'
    END AS expressions,
    pg_get_expr(x.indpred, x.indrelid, TRUE) AS predicate,
    coalesce(c.reloptions, '{}')
    || CASE WHEN s.oid IS NULL THEN '{}' ELSE ARRAY['tablespace=' || s.spcname] END AS parameters,
    d.description AS comment
FROM pg_index AS x
INNER JOIN pg_class AS c ON x.indexrelid = c.oid
INNER JOIN pg_namespace AS n ON c.relnamespace = n.oid
INNER JOIN pg_am AS m ON c.relam = m.oid
LEFT JOIN pg_tablespace AS s ON c.reltablespace = s.oid
LEFT JOIN pg_description AS d
    ON d.classoid = 'pg_class'::regclass AND c.oid = d.objoid AND d.objsubid = 0
WHERE
    (
        NOT c.relispartition
        OR c.oid IN (
            SELECT k.conindid
            FROM pg_constraint AS k
            WHERE k.contype IN ('p', 'u', 'x') AND k.conparentid = 0
        )
    )
    AND n.nspname !~ '^pg_'
    AND n.nspname NOT IN ('information_schema', 'echoes_schema')
