-- Defaults and generating expressions, each with the columns that have it: printing one costs more
-- than finding its like. One that speaks of columns (VAR) reads otherwise in every table.
SELECT
    e.relations,
    e.numbers,
    pg_get_expr(f.adbin, f.adrelid, TRUE) AS expression
FROM (
    SELECT
        min(s.oid) AS oid,
        array_agg(s.adrelid) AS relations,
        array_agg(s.adnum) AS numbers
    FROM pg_attrdef AS s
    GROUP BY
        s.adbin::text COLLATE "C",
        CASE WHEN strpos(s.adbin::text, '{VAR ') > 0 THEN s.oid END
) AS e
INNER JOIN pg_attrdef AS f ON e.oid = f.oid
