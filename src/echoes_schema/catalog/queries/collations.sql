-- The collations that indexes use.
SELECT
    c.oid,
    c.oid::regcollation::text AS name
FROM pg_collation AS c
WHERE
    c.oid IN (
        SELECT unnest(x.indcollation)
        FROM pg_index AS x
    )
