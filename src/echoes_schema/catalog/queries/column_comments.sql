-- Comments on columns.
SELECT
    d.objoid AS relation,
    d.objsubid AS number,
    d.description AS comment
FROM pg_description AS d
WHERE d.classoid = 'pg_class'::regclass AND d.objoid >= 16384 AND d.objsubid > 0
