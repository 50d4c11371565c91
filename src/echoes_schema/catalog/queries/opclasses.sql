-- Operator classes, to tell those that an index names from those it takes by itself.
SELECT
    o.oid,
    n.nspname AS schema,
    o.opcname AS name,
    o.opcdefault AS is_default,
    o.opcmethod AS method,
    o.opcintype AS type_oid
FROM pg_opclass AS o
INNER JOIN pg_namespace AS n ON o.opcnamespace = n.oid
