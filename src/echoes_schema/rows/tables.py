"""What decides which rows a table takes: columns and their types, keys, checks, bounds."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from psycopg.rows import class_row

if TYPE_CHECKING:
    import psycopg
    from psycopg.rows import TupleRow

_TABLES = """
SELECT c.oid, c.oid::regclass::text AS name
FROM pg_catalog.pg_class AS c
INNER JOIN pg_catalog.pg_namespace AS n ON c.relnamespace = n.oid
WHERE c.relkind IN ('r', 'p') AND NOT c.relispartition
    AND n.nspname NOT IN ('information_schema', 'echoes_schema') AND n.nspname !~ '^pg_'
    AND NOT EXISTS (
        SELECT FROM pg_catalog.pg_depend AS d
        WHERE d.classid = 'pg_class'::regclass AND d.objid = c.oid AND d.deptype = 'e'
    )
ORDER BY 2
"""
# What the server fills by itself is left to it.
_COLUMNS = """
SELECT a.attrelid AS table, quote_ident(a.attname) AS name, a.atttypid AS type_oid,
    format_type(a.atttypid, a.atttypmod) AS type, NOT a.attnotnull AS is_nullable,
    a.atthasdef OR a.attidentity = 'd' AS has_default
FROM pg_catalog.pg_attribute AS a
LEFT JOIN pg_catalog.pg_attrdef AS f ON a.attrelid = f.adrelid AND a.attnum = f.adnum
WHERE a.attrelid = ANY(%(tables)s) AND a.attnum > 0 AND NOT a.attisdropped
    AND a.attgenerated = '' AND a.attidentity <> 'a'
    AND NOT EXISTS (
        SELECT FROM pg_catalog.pg_depend AS d
        INNER JOIN pg_catalog.pg_sequence AS q
            ON d.refclassid = 'pg_class'::regclass AND d.refobjid = q.seqrelid
        WHERE d.classid = 'pg_attrdef'::regclass AND d.objid = f.oid
    )
ORDER BY a.attrelid, a.attnum
"""
# Constraints, unique indexes, and the bounds of partitions, which nothing names.
_RULES = """
SELECT k.conrelid AS table, k.conname::text AS name, pg_get_constraintdef(k.oid) AS text,
    k.confrelid::regclass::text AS target,
    ARRAY(
        SELECT quote_ident(a.attname) FROM unnest(k.conkey) WITH ORDINALITY AS u (number, place)
        INNER JOIN pg_catalog.pg_attribute AS a
            ON a.attrelid = k.conrelid AND a.attnum = u.number
        ORDER BY u.place
    ) AS columns,
    ARRAY(
        SELECT quote_ident(a.attname) FROM unnest(k.confkey) WITH ORDINALITY AS u (number, place)
        INNER JOIN pg_catalog.pg_attribute AS a
            ON a.attrelid = k.confrelid AND a.attnum = u.number
        ORDER BY u.place
    ) AS referenced
FROM pg_catalog.pg_constraint AS k
WHERE k.conrelid = ANY(%(tables)s) AND k.contype IN ('c', 'f', 'p', 'u', 'x')
UNION ALL
SELECT x.indrelid, c.relname::text, pg_get_indexdef(x.indexrelid), '-',
    ARRAY(
        SELECT quote_ident(a.attname) FROM pg_catalog.pg_depend AS d
        INNER JOIN pg_catalog.pg_attribute AS a
            ON a.attrelid = x.indrelid AND a.attnum = d.refobjsubid
        WHERE d.classid = 'pg_class'::regclass AND d.objid = x.indexrelid
            AND d.refclassid = 'pg_class'::regclass AND d.refobjid = x.indrelid
    ),
    '{}'
FROM pg_catalog.pg_index AS x
INNER JOIN pg_catalog.pg_class AS c ON x.indexrelid = c.oid
WHERE x.indrelid = ANY(%(tables)s) AND x.indisunique
    AND NOT EXISTS (
        SELECT FROM pg_catalog.pg_constraint AS k
        WHERE k.conindid = x.indexrelid AND k.contype IN ('p', 'u', 'x')
    )
UNION ALL
SELECT p.partrelid, '', coalesce(string_agg(pg_get_expr(c.relpartbound, c.oid), ' '), ''), '-',
    ARRAY(
        SELECT DISTINCT quote_ident(a.attname)
        FROM pg_catalog.pg_partition_tree(p.partrelid) AS t
        INNER JOIN pg_catalog.pg_partitioned_table AS s ON t.relid = s.partrelid
        INNER JOIN pg_catalog.pg_attribute AS a
            ON a.attrelid = s.partrelid AND a.attnum = ANY(s.partattrs::int2[])
    ),
    '{}'
FROM pg_catalog.pg_partitioned_table AS p
CROSS JOIN LATERAL pg_catalog.pg_partition_tree(p.partrelid) AS b
INNER JOIN pg_catalog.pg_class AS c ON b.relid = c.oid
WHERE p.partrelid = ANY(%(tables)s)
GROUP BY p.partrelid
"""
_TYPES = """
SELECT t.oid, t.typname::text AS name, t.typtype::text AS kind, t.typcategory::text AS category,
    format_type(t.oid, NULL) AS shown,
    CASE
        WHEN t.typtype = 'd' THEN t.typbasetype
        WHEN t.typtype = 'r' THEN r.rngsubtype
        WHEN t.typtype = 'm' THEN m.rngtypid
        WHEN t.typcategory = 'A' THEN t.typelem
        ELSE 0
    END AS inner_oid,
    ARRAY(
        SELECT e.enumlabel::text FROM pg_catalog.pg_enum AS e
        WHERE e.enumtypid = t.oid ORDER BY e.enumsortorder
    ) AS labels,
    ARRAY(
        SELECT a.atttypid FROM pg_catalog.pg_attribute AS a
        WHERE a.attrelid = t.typrelid AND a.attnum > 0 AND NOT a.attisdropped ORDER BY a.attnum
    ) AS parts,
    coalesce((
        SELECT string_agg(pg_get_constraintdef(k.oid), ' ')
        FROM pg_catalog.pg_constraint AS k WHERE k.contypid = t.oid
    ), '') AS text
FROM pg_catalog.pg_type AS t
LEFT JOIN pg_catalog.pg_range AS r ON r.rngtypid = t.oid
LEFT JOIN pg_catalog.pg_range AS m ON m.rngmultitypid = t.oid
"""


@dataclass(frozen=True, slots=True)
class Column:
    """A column that rows are given a value for."""

    table: int
    name: str
    type_oid: int
    type: str
    is_nullable: bool
    has_default: bool


@dataclass(frozen=True, slots=True)
class Rule:
    """What refuses rows by the name that an error tells, and the columns that it is about.

    `target` is the table that a foreign key refers to, `-` for any other rule.
    """

    table: int
    name: str
    text: str
    target: str
    columns: list[str]
    referenced: list[str]


@dataclass(frozen=True, slots=True)
class Type:
    """A type. `inner_oid` is what a domain, an array, a range is of; 0 for none."""

    oid: int
    name: str
    kind: str
    category: str
    shown: str
    inner_oid: int
    labels: list[str]
    parts: list[int]
    text: str


@dataclass(frozen=True, slots=True)
class Table:
    """A table that rows are put into; partitions get theirs through it."""

    name: str
    columns: tuple[Column, ...]
    rules: Mapping[str, Rule]


def read(
    connection: psycopg.Connection[TupleRow],
) -> tuple[tuple[Table, ...], Mapping[int, Type]]:
    """Return the tables of a database, by name, and all types by oid."""
    names: dict[int, str] = dict(connection.execute(_TABLES).fetchall())
    given = {"tables": list(names)}
    columns: dict[int, list[Column]] = defaultdict(list)
    for column in connection.cursor(row_factory=class_row(Column)).execute(_COLUMNS, given):
        columns[column.table].append(column)
    rules: dict[int, dict[str, Rule]] = defaultdict(dict)
    for rule in connection.cursor(row_factory=class_row(Rule)).execute(_RULES, given):
        rules[rule.table][rule.name] = rule
    types = connection.cursor(row_factory=class_row(Type)).execute(_TYPES).fetchall()
    tables = (Table(name, tuple(columns[oid]), rules[oid]) for oid, name in names.items())
    return tuple(tables), {one.oid: one for one in types}
