-- Operators, but for those that an extension brings, and for what is but named as another's negator
-- or commutator: that one tells it.
SELECT
    'operator' AS kind,
    o.oid::regoperator::text AS name,
    d.description AS comment,
    pg_get_userbyid(o.oprowner) AS owner,
    o.oprcode::regproc::text AS function,
    nullif(o.oprcom::regoperator::text, '0') AS commutator,
    nullif(o.oprnegate::regoperator::text, '0') AS negator,
    nullif(o.oprrest::regproc::text, '-') AS restriction,
    nullif(o.oprjoin::regproc::text, '-') AS joining,
    CASE WHEN o.oprcanhash THEN 'hashes' END AS hashing,
    CASE WHEN o.oprcanmerge THEN 'merges' END AS merging
FROM pg_operator AS o
LEFT JOIN pg_depend AS e
    ON e.classid = 'pg_operator'::regclass AND o.oid = e.objid AND e.deptype = 'e'
LEFT JOIN pg_description AS d
    ON d.classoid = 'pg_operator'::regclass AND o.oid = d.objoid AND d.objsubid = 0
WHERE o.oid >= 16384 AND o.oprcode <> 0 AND e.objid IS NULL
ORDER BY 2
