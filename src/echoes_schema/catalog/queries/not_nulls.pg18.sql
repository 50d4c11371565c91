-- NOT NULL constraints that are more than a mark on the column. One whose name looks as if the
-- server had chosen it may have got it under another name of its table or column.
SELECT
    k.conrelid AS relation,
    k.conkey[1] AS number,
    CASE WHEN k.conname !~ '_not_null\d*$' THEN k.conname END AS name,
    k.connoinherit AS is_local_only,
    k.convalidated AS is_validated
FROM pg_constraint AS k
WHERE
    k.contype = 'n'
    AND k.conrelid >= 16384
    AND k.conislocal
    AND (
        k.connoinherit
        OR NOT k.convalidated
        -- LIKE costs an eighth of the other, and is enough for most.
        OR k.conname NOT LIKE '%\_not\_null' AND k.conname !~ '_not_null\d*$'
    )
