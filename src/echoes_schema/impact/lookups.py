"""How each role of a touch is found in the catalogues of a live server."""

from __future__ import annotations

from collections.abc import Mapping

from echoes_schema.locks import Role

_NAMED = "SELECT %(oid)s::oid"
# Names as they are written; a schema that one may not use is looked into all the same, as
# to_regclass() would refuse to.
EXISTING = """
SELECT given.schema, given.name, classes.oid
FROM unnest(%(schemas)s::text[], %(names)s::text[]) AS given (schema, name)
INNER JOIN pg_catalog.pg_class AS classes ON given.name::name = classes.relname
INNER JOIN pg_catalog.pg_namespace AS namespaces ON classes.relnamespace = namespaces.oid
WHERE CASE WHEN given.schema = '' THEN pg_catalog.pg_table_is_visible(classes.oid)
    ELSE namespaces.nspname = given.schema END
"""
# What hangs on a type, a schema, statistics or a function, and not on a relation.
NOT_ON_A_RELATION = frozenset(
    {Role.USERS, Role.TYPED, Role.MEMBERS, Role.STATISTICS, Role.TRIGGERED}
)
QUERIES: Mapping[Role, str] = {
    Role.TARGET: _NAMED,
    Role.REFERENCED: _NAMED,
    Role.PARENT: _NAMED,
    Role.PARTITION: _NAMED,
    Role.SOURCE: _NAMED,
    Role.DEFAULT_PARTITION: """
SELECT partdefid FROM pg_catalog.pg_partitioned_table
WHERE partrelid = %(oid)s::oid
""",
    Role.TABLE: """
SELECT indrelid FROM pg_catalog.pg_index
WHERE indexrelid = %(oid)s::oid
""",
    # pg_partition_tree() would wait for whoever has a partition locked.
    Role.INDEXES: """
WITH RECURSIVE tables AS (
    SELECT %(oid)s::oid AS oid
    UNION
    SELECT inherits.inhrelid
    FROM tables
    INNER JOIN pg_catalog.pg_class AS parents ON tables.oid = parents.oid
    INNER JOIN pg_catalog.pg_inherits AS inherits ON parents.oid = inherits.inhparent
    WHERE parents.relkind = 'p'
)

SELECT indexes.indexrelid
FROM tables
INNER JOIN pg_catalog.pg_index AS indexes ON tables.oid = indexes.indrelid
INNER JOIN pg_catalog.pg_class AS classes ON indexes.indexrelid = classes.oid
WHERE classes.relkind = 'i'
""",
    Role.PARENTS: """
SELECT unnest(ARRAY[inherits.inhparent, partitioned.partdefid])
FROM pg_catalog.pg_inherits AS inherits
INNER JOIN pg_catalog.pg_partitioned_table AS partitioned
    ON inherits.inhparent = partitioned.partrelid
WHERE inherits.inhrelid = %(oid)s::oid
""",
    Role.FOREIGN_KEYS: """
SELECT confrelid FROM pg_catalog.pg_constraint
WHERE contype = 'f' AND conrelid = %(oid)s::oid AND confrelid <> conrelid
    AND (%(constraint)s::text = '' OR conname = %(constraint)s)
    AND (%(column)s::text = '' OR EXISTS (
        SELECT FROM pg_catalog.pg_attribute AS attributes
        WHERE attributes.attrelid = %(oid)s::oid
            AND attributes.attname = %(column)s AND attributes.attnum = ANY (conkey)
    ))
""",
    Role.REFERENCING: """
SELECT conrelid FROM pg_catalog.pg_constraint
WHERE contype = 'f' AND confrelid = %(oid)s::oid AND confrelid <> conrelid
    AND (%(constraint)s::text = '' OR conindid IN (
        SELECT keys.conindid FROM pg_catalog.pg_constraint AS keys
        WHERE keys.conrelid = %(oid)s::oid
            AND keys.conname = %(constraint)s
    ))
    AND (%(column)s::text = '' OR EXISTS (
        SELECT FROM pg_catalog.pg_attribute AS attributes
        WHERE attributes.attrelid = %(oid)s::oid
            AND attributes.attname = %(column)s AND attributes.attnum = ANY (confkey)
    ))
""",
    Role.USERS: """
WITH RECURSIVE types AS (
    SELECT named.oid FROM pg_catalog.pg_type AS named
    INNER JOIN pg_catalog.pg_namespace AS namespaces ON named.typnamespace = namespaces.oid
    WHERE named.typname = %(name)s::name AND CASE WHEN %(schema)s::text = ''
        THEN pg_catalog.pg_type_is_visible(named.oid)
        ELSE namespaces.nspname = %(schema)s END
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
SELECT classes.oid
FROM pg_catalog.pg_class AS classes
INNER JOIN pg_catalog.pg_type AS named ON classes.reloftype = named.oid
INNER JOIN pg_catalog.pg_namespace AS namespaces ON named.typnamespace = namespaces.oid
WHERE named.typname = %(name)s::name AND CASE WHEN %(schema)s::text = ''
    THEN pg_catalog.pg_type_is_visible(named.oid)
    ELSE namespaces.nspname = %(schema)s END
""",
    Role.MEMBERS: """
SELECT classes.oid
FROM pg_catalog.pg_class AS classes
INNER JOIN pg_catalog.pg_namespace AS namespaces ON classes.relnamespace = namespaces.oid
WHERE namespaces.nspname = %(name)s AND classes.relkind IN ('r', 'p', 'v', 'm', 'f')
""",
    Role.STATISTICS: """
SELECT named.stxrelid
FROM pg_catalog.pg_statistic_ext AS named
INNER JOIN pg_catalog.pg_namespace AS namespaces ON named.stxnamespace = namespaces.oid
WHERE named.stxname = %(name)s::name AND CASE WHEN %(schema)s::text = ''
    THEN pg_catalog.pg_statistics_obj_is_visible(named.oid)
    ELSE namespaces.nspname = %(schema)s END
""",
    Role.TRIGGERED: """
SELECT triggers.tgrelid
FROM pg_catalog.pg_trigger AS triggers
INNER JOIN pg_catalog.pg_proc AS named ON triggers.tgfoid = named.oid
INNER JOIN pg_catalog.pg_namespace AS namespaces ON named.pronamespace = namespaces.oid
WHERE named.proname = %(name)s::name AND CASE WHEN %(schema)s::text = ''
    THEN pg_catalog.pg_function_is_visible(named.oid)
    ELSE namespaces.nspname = %(schema)s END
""",
    # Views lie on tables and on each other.
    Role.DEPENDENTS: """
WITH RECURSIVE dependents AS (
    SELECT rules.ev_class AS oid
    FROM pg_catalog.pg_depend AS depends
    INNER JOIN pg_catalog.pg_rewrite AS rules ON depends.objid = rules.oid
    WHERE depends.classid = 'pg_catalog.pg_rewrite'::regclass
        AND depends.refclassid = 'pg_catalog.pg_class'::regclass
        AND depends.refobjid = %(oid)s::oid
        AND rules.ev_class <> depends.refobjid
        AND (%(column)s::text = '' OR depends.refobjsubid = (
            SELECT attnum FROM pg_catalog.pg_attribute
            WHERE attrelid = %(oid)s::oid AND attname = %(column)s
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
