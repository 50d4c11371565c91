-- Indexes of tables and materialized views, those behind a constraint too: it takes its keys from
-- there. An index that is attached to the one of a parent table is that one. Vectors are text: an
-- array takes ten times as long to read, and nearly all indexes have the same few.
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
    x.indkey::text AS columns,
    x.indclass::text AS opclasses,
    x.indcollation::text AS collations,
    x.indoption::text AS options,
    CASE
        WHEN x.indexprs IS NOT NULL
            THEN array(
                SELECT pg_get_indexdef(x.indexrelid, u.place::integer, TRUE)
                FROM unnest(x.indkey::int2[]) WITH ORDINALITY AS u (number, place)
                WHERE u.number = 0
                ORDER BY u.place
            )
    END AS expressions,
    pg_get_expr(x.indpred, x.indrelid, TRUE) AS predicate,
    CASE
        WHEN s.oid IS NULL THEN c.reloptions
        ELSE coalesce(c.reloptions, '{}') || ('tablespace=' || s.spcname)
    END AS parameters,
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
