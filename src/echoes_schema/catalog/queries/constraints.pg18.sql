-- What only constraints of PostgreSQL 18 and later can be: temporal, or not enforced.
SELECT
    k.oid,
    k.conperiod AS is_temporal,
    k.conenforced AS is_enforced
FROM pg_constraint AS k
WHERE k.conperiod OR NOT k.conenforced
