-- Triggers: not those that keep foreign keys, and not a partition's copy of its parent's.
SELECT
    t.tgrelid AS relation,
    t.tgname AS name,
    t.tgtype AS type,
    t.tgenabled::text AS enabled,
    t.tgattr::int2[] AS columns,
    n.nspname AS function_schema,
    p.proname AS function_name,
    t.tgargs AS arguments,
    CASE WHEN t.tgqual IS NOT NULL THEN pg_get_triggerdef(t.oid, TRUE) END AS definition,
    t.tgoldtable AS old_table,
    t.tgnewtable AS new_table,
    CASE
        WHEN t.tgconstrrelid <> 0 THEN t.tgconstrrelid::regclass::text
    END AS referenced_table,
    t.tgconstraint <> 0 AS is_constraint,
    t.tgdeferrable AS is_deferrable,
    t.tginitdeferred AS is_deferred,
    d.description AS comment
FROM pg_trigger AS t
INNER JOIN pg_proc AS p ON t.tgfoid = p.oid
INNER JOIN pg_namespace AS n ON p.pronamespace = n.oid
LEFT JOIN pg_description AS d
    ON d.classoid = 'pg_trigger'::regclass AND t.oid = d.objoid AND d.objsubid = 0
WHERE
    NOT t.tgisinternal
    AND t.tgparentid = 0
ORDER BY t.tgrelid, t.tgname
