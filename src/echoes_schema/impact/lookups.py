"""How each role of a touch is found in the catalogues of a live server."""

from __future__ import annotations

from collections.abc import Mapping

from echoes_schema.locks import Role

_NAMED = "SELECT pg_catalog.to_regclass(%(relation)s)::oid"
QUERIES: Mapping[Role, str] = {
    Role.TARGET: _NAMED,
    Role.REFERENCED: _NAMED,
    Role.PARENT: _NAMED,
    Role.PARTITION: _NAMED,
    Role.SOURCE: _NAMED,
    Role.DEFAULT_PARTITION: """
SELECT partdefid FROM pg_catalog.pg_partitioned_table
WHERE partrelid = pg_catalog.to_regclass(%(relation)s)
""",
    Role.TABLE: """
SELECT indrelid FROM pg_catalog.pg_index
WHERE indexrelid = pg_catalog.to_regclass(%(relation)s)
""",
    Role.INDEXES: """
SELECT indexes.indexrelid
FROM pg_catalog.pg_index AS indexes
INNER JOIN pg_catalog.pg_class AS classes ON indexes.indexrelid = classes.oid
WHERE classes.relkind = 'i' AND indexes.indrelid IN (
    SELECT pg_catalog.to_regclass(%(relation)s)::oid
    UNION ALL
    SELECT relid FROM pg_catalog.pg_partition_tree(pg_catalog.to_regclass(%(relation)s))
)
""",
    Role.PARENTS: """
SELECT unnest(ARRAY[inherits.inhparent, partitioned.partdefid])
FROM pg_catalog.pg_inherits AS inherits
INNER JOIN pg_catalog.pg_partitioned_table AS partitioned
    ON inherits.inhparent = partitioned.partrelid
WHERE inherits.inhrelid = pg_catalog.to_regclass(%(relation)s)
""",
    Role.FOREIGN_KEYS: """
SELECT confrelid FROM pg_catalog.pg_constraint
WHERE contype = 'f' AND conrelid = pg_catalog.to_regclass(%(relation)s) AND confrelid <> conrelid
    AND (%(constraint)s::text = '' OR conname = %(constraint)s)
    AND (%(column)s::text = '' OR EXISTS (
        SELECT FROM pg_catalog.pg_attribute AS attributes
        WHERE attributes.attrelid = pg_catalog.to_regclass(%(relation)s)
            AND attributes.attname = %(column)s AND attributes.attnum = ANY (conkey)
    ))
""",
    Role.REFERENCING: """
SELECT conrelid FROM pg_catalog.pg_constraint
WHERE contype = 'f' AND confrelid = pg_catalog.to_regclass(%(relation)s) AND confrelid <> conrelid
    AND (%(constraint)s::text = '' OR conindid IN (
        SELECT keys.conindid FROM pg_catalog.pg_constraint AS keys
        WHERE keys.conrelid = pg_catalog.to_regclass(%(relation)s)
            AND keys.conname = %(constraint)s
    ))
    AND (%(column)s::text = '' OR EXISTS (
        SELECT FROM pg_catalog.pg_attribute AS attributes
        WHERE attributes.attrelid = pg_catalog.to_regclass(%(relation)s)
            AND attributes.attname = %(column)s AND attributes.attnum = ANY (confkey)
    ))
""",
    Role.USERS: """
WITH RECURSIVE types AS (
    SELECT pg_catalog.to_regtype(%(relation)s)::oid AS oid
    UNION
    SELECT domains.oid
    FROM types
    INNER JOIN pg_catalog.pg_type AS domains ON types.oid = domains.typbasetype
)

SELECT attributes.attrelid
FROM types
INNER JOIN pg_catalog.pg_attribute AS attributes ON types.oid = attributes.atttypid
INNER JOIN pg_catalog.pg_class AS classes ON attributes.attrelid = classes.oid
WHERE classes.relkind IN ('r', 'm', 'p') AND NOT attributes.attisdropped
""",
    Role.TYPED: """
SELECT oid FROM pg_catalog.pg_class WHERE reloftype = pg_catalog.to_regtype(%(relation)s)
""",
    Role.MEMBERS: """
SELECT oid FROM pg_catalog.pg_class
WHERE relnamespace = pg_catalog.to_regnamespace(%(relation)s)
    AND relkind IN ('r', 'p', 'v', 'm', 'f')
""",
    Role.STATISTICS: """
SELECT stxrelid FROM pg_catalog.pg_statistic_ext
WHERE stxname = %(name)s AND CASE WHEN %(schema)s::text = ''
    THEN pg_catalog.pg_statistics_obj_is_visible(oid)
    ELSE stxnamespace = pg_catalog.to_regnamespace(%(schema)s) END
""",
    Role.TRIGGERED: """
SELECT triggers.tgrelid
FROM pg_catalog.pg_trigger AS triggers
INNER JOIN pg_catalog.pg_proc AS functions ON triggers.tgfoid = functions.oid
WHERE functions.proname = %(name)s AND CASE WHEN %(schema)s::text = ''
    THEN pg_catalog.pg_function_is_visible(functions.oid)
    ELSE functions.pronamespace = pg_catalog.to_regnamespace(%(schema)s) END
""",
    # Views lie on tables and on each other.
    Role.DEPENDENTS: """
WITH RECURSIVE dependents AS (
    SELECT rules.ev_class AS oid
    FROM pg_catalog.pg_depend AS depends
    INNER JOIN pg_catalog.pg_rewrite AS rules ON depends.objid = rules.oid
    WHERE depends.classid = 'pg_catalog.pg_rewrite'::regclass
        AND depends.refclassid = 'pg_catalog.pg_class'::regclass
        AND depends.refobjid = pg_catalog.to_regclass(%(relation)s)
        AND rules.ev_class <> depends.refobjid
        AND (%(column)s::text = '' OR depends.refobjsubid = (
            SELECT attnum FROM pg_catalog.pg_attribute
            WHERE attrelid = pg_catalog.to_regclass(%(relation)s) AND attname = %(column)s
        ))
    UNION
    SELECT rules.ev_class
    FROM dependents
    INNER JOIN pg_catalog.pg_depend AS depends ON dependents.oid = depends.refobjid
    INNER JOIN pg_catalog.pg_rewrite AS rules ON depends.objid = rules.oid
    WHERE depends.classid = 'pg_catalog.pg_rewrite'::regclass
        AND depends.refclassid = 'pg_catalog.pg_class'::regclass
        AND rules.ev_class <> dependents.oid
)

SELECT oid FROM dependents
""",
}
# The partitions below a relation, and what inherits from it where that counts too.
BELOW = """
WITH RECURSIVE below AS (
    SELECT oid, relkind FROM pg_catalog.pg_class
    WHERE oid = ANY (%(oids)s) AND (relkind IN ('p', 'I') OR %(is_inherited)s)
    UNION
    SELECT classes.oid, classes.relkind
    FROM below
    INNER JOIN pg_catalog.pg_inherits AS inherits ON below.oid = inherits.inhparent
    INNER JOIN pg_catalog.pg_class AS classes ON inherits.inhrelid = classes.oid
)

SELECT oid FROM below
"""
DESCRIBE = """
SELECT classes.oid, namespaces.nspname AS schema, classes.relname AS name,
    classes.relkind::text AS kind, coalesce(indexes.indrelid, 0) AS part_of
FROM pg_catalog.pg_class AS classes
INNER JOIN pg_catalog.pg_namespace AS namespaces ON classes.relnamespace = namespaces.oid
LEFT JOIN pg_catalog.pg_index AS indexes ON classes.oid = indexes.indexrelid
WHERE classes.oid = ANY (%(oids)s)
ORDER BY schema, name
"""
