"""What stands on that which a rollback takes away: migrations, and objects of the database."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from echoes_schema.migrations import header, journal, search_path
from echoes_schema.parser import tree

if TYPE_CHECKING:
    from psycopg import Connection
    from psycopg.rows import TupleRow

    from echoes_schema.migrations.script import Script
    from echoes_schema.parser.statements import Statement

# An address in pg_depend for each thing that DROP names. Nothing where it is not there.
_VISIBLE = """
SELECT '{catalogue}'::regclass::oid, named.oid, 0
FROM {catalogue} AS named
INNER JOIN pg_catalog.pg_namespace AS namespaces ON named.{namespace} = namespaces.oid
WHERE named.{column} = %(name)s::name AND CASE WHEN %(schema)s::text = ''
    THEN {is_visible}(named.oid) ELSE namespaces.nspname = %(schema)s END
"""
_RELATION = _VISIBLE.format(
    catalogue="pg_catalog.pg_class",
    namespace="relnamespace",
    column="relname",
    is_visible="pg_catalog.pg_table_is_visible",
)
_FUNCTION = _VISIBLE.format(
    catalogue="pg_catalog.pg_proc",
    namespace="pronamespace",
    column="proname",
    is_visible="pg_catalog.pg_function_is_visible",
)
_TYPE = _VISIBLE.format(
    catalogue="pg_catalog.pg_type",
    namespace="typnamespace",
    column="typname",
    is_visible="pg_catalog.pg_type_is_visible",
)
_SCHEMA = """
SELECT 'pg_catalog.pg_namespace'::regclass::oid, oid, 0
FROM pg_catalog.pg_namespace WHERE nspname = %(name)s
"""
_COLUMN = f"""
SELECT 'pg_catalog.pg_class'::regclass::oid, attributes.attrelid, attributes.attnum
FROM ({_RELATION}) AS found (catalogue, relation, part)
INNER JOIN pg_catalog.pg_attribute AS attributes ON found.relation = attributes.attrelid
WHERE attributes.attname = %(part)s AND NOT attributes.attisdropped
"""  # noqa: S608 - our own query inside
_CONSTRAINT = f"""
SELECT 'pg_catalog.pg_constraint'::regclass::oid, constraints.oid, 0
FROM ({_RELATION}) AS found (catalogue, relation, part)
INNER JOIN pg_catalog.pg_constraint AS constraints ON found.relation = constraints.conrelid
WHERE constraints.conname = %(part)s
"""  # noqa: S608 - our own query inside

# `goes`: what is dropped, and what goes with it without a word (indexes, its own sequences).
# A view stands on a table by its rule, so the rule's view is what depends.
_DEPENDENTS = """
WITH RECURSIVE goes AS (
    SELECT * FROM unnest(%(roots)s::int[], %(catalogues)s::oid[], %(oids)s::oid[], %(parts)s::int[])
        AS given (root, catalogue, oid, part)
    UNION
    SELECT goes.root, depends.classid, depends.objid, depends.objsubid
    FROM goes
    INNER JOIN pg_catalog.pg_depend AS depends
        ON goes.catalogue = depends.refclassid AND goes.oid = depends.refobjid
        AND goes.part IN (0, depends.refobjsubid)
    WHERE depends.deptype IN ('a', 'i')
),

edges AS (
    SELECT depends.refclassid, depends.refobjid, depends.refobjsubid,
        CASE WHEN rules.oid IS NULL THEN depends.classid
            ELSE 'pg_catalog.pg_class'::regclass::oid END AS catalogue,
        coalesce(rules.ev_class, depends.objid) AS oid,
        CASE WHEN rules.oid IS NULL THEN depends.objsubid ELSE 0 END AS part
    FROM pg_catalog.pg_depend AS depends
    LEFT JOIN pg_catalog.pg_rewrite AS rules
        ON depends.objid = rules.oid AND depends.classid = 'pg_catalog.pg_rewrite'::regclass
    WHERE depends.deptype = 'n'
),

dependents AS (
    SELECT goes.root, edges.catalogue, edges.oid, edges.part
    FROM goes
    INNER JOIN edges ON goes.catalogue = edges.refclassid AND goes.oid = edges.refobjid
        AND goes.part IN (0, edges.refobjsubid)
    UNION
    SELECT dependents.root, edges.catalogue, edges.oid, edges.part
    FROM dependents
    INNER JOIN edges
        ON dependents.catalogue = edges.refclassid AND dependents.oid = edges.refobjid
        AND dependents.part IN (0, edges.refobjsubid)
)

SELECT root, pg_catalog.pg_describe_object(catalogue, oid, part)
FROM dependents
WHERE NOT EXISTS (
    SELECT FROM goes
    WHERE goes.catalogue = dependents.catalogue AND goes.oid = dependents.oid
        AND goes.part IN (0, dependents.part)
)
ORDER BY root, 2
"""
_LOOKUPS = {
    "OBJECT_TABLE": ("table", _RELATION),
    "OBJECT_FOREIGN_TABLE": ("table", _RELATION),
    "OBJECT_MATVIEW": ("materialized view", _RELATION),
    "OBJECT_VIEW": ("view", _RELATION),
    "OBJECT_SEQUENCE": ("sequence", _RELATION),
    "OBJECT_INDEX": ("index", _RELATION),
    "OBJECT_TYPE": ("type", _TYPE),
    "OBJECT_DOMAIN": ("domain", _TYPE),
    "OBJECT_FUNCTION": ("function", _FUNCTION),
    "OBJECT_SCHEMA": ("schema", _SCHEMA),
}
_ACTIONS = {
    "AT_DropColumn": ("column", _COLUMN),
    "AT_DropConstraint": ("constraint", _CONSTRAINT),
}


@dataclass(frozen=True, slots=True)
class Dependent:
    """One thing that depends on what goes and is not taken back itself.

    `object` is a later migration or a thing in the database, `on` what it depends on, and
    `migration` whose rollback takes that away. Of a thing in the database `goes_along` tells what
    the rollback does: CASCADE drops it too, else PostgreSQL refuses.
    """

    migration: str
    object: str
    on: str
    goes_along: bool
    is_migration: bool = False


@dataclass(frozen=True, slots=True)
class _Drop:
    """What one statement drops. `part` is its column or constraint, or ""."""

    migration: str
    kind: str
    query: str
    name: tree.Name
    part: str
    is_cascade: bool

    @property
    def label(self) -> str:
        from echoes_schema.schema import quoted

        path = ".".join(quoted(one) for one in (*self.name, self.part) if one)
        return f"{self.kind} {path}"


def find(connection: Connection[TupleRow], scripts: Iterable[Script]) -> tuple[Dependent, ...]:
    """Return what depends on that which the scripts take back. Writes nothing.

    Inside a transaction that is to be rolled back, as `search_path.followed` wants it.
    """
    scripts = tuple(scripts)
    return (*_migrations(connection, scripts), *_objects(connection, scripts))


def _migrations(
    connection: Connection[TupleRow], scripts: tuple[Script, ...]
) -> Iterator[Dependent]:
    """Yield the migrations that stay and whose `depends:` lead to one that goes."""
    going = {script.name for script in scripts}
    staying = [row.id for row in journal.read(connection).applied if row.id not in going]
    texts = journal.texts(connection, staying)
    named = {name: header.depends(text) for name, (text, _) in texts.items()}
    for name in staying:
        for target in sorted(_reached(name, named) & going):
            yield Dependent(
                target,
                f"migration {name}",
                f"migration {target}",
                goes_along=False,
                is_migration=True,
            )


def _reached(name: str, named: Mapping[str, tuple[str, ...]]) -> set[str]:
    found: set[str] = set()
    waiting = [name]
    while waiting:
        for other in named.get(waiting.pop(), ()):
            if other not in found:
                found.add(other)
                waiting.append(other)
    return found


def _objects(connection: Connection[TupleRow], scripts: tuple[Script, ...]) -> Iterator[Dependent]:
    drops: list[_Drop] = []
    roots: list[tuple[int, int, int, int]] = []
    for script, statement in search_path.followed(connection, scripts):
        for drop in _drops(script.name, statement):
            roots += [(len(drops), *address) for address in _addresses(connection, drop)]
            drops.append(drop)
    columns = [list(column) for column in zip(*roots, strict=True)] or [[], [], [], []]
    given = dict(zip(("roots", "catalogues", "oids", "parts"), columns, strict=True))
    gone = set()
    for number, name in connection.execute(_DEPENDENTS, given).fetchall():
        drop = drops[number]
        # What went along with an earlier statement is in nobody's way.
        if name not in gone:
            yield Dependent(drop.migration, name, drop.label, drop.is_cascade)
        if drop.is_cascade:
            gone.add(name)


def _addresses(connection: Connection[TupleRow], drop: _Drop) -> list[tuple[int, int, int]]:
    given = {"schema": drop.name[0], "name": drop.name[1], "part": drop.part}
    return [(row[0], row[1], row[2]) for row in connection.execute(drop.query.encode(), given)]


def _drops(migration: str, statement: Statement) -> Iterator[_Drop]:
    node = statement.node
    if statement.kind == "DropStmt" and tree.word(node, "removeType") in _LOOKUPS:
        kind, query = _LOOKUPS[tree.word(node, "removeType")]
        for name in _names(node):
            yield _Drop(migration, kind, query, name, "", _is_cascade(node))
    elif statement.kind == "AlterTableStmt":
        for command in tree.nodes(node, "cmds", "AlterTableCmd"):
            if tree.word(command, "subtype") in _ACTIONS:
                kind, query = _ACTIONS[tree.word(command, "subtype")]
                part, cascade = tree.word(command, "name"), _is_cascade(command)
                yield _Drop(migration, kind, query, tree.relation(node), part, cascade)


def _names(node: tree.Node) -> Iterator[tree.Name]:
    """Yield what a DROP names: the tree has another shape for each kind of thing."""
    yield from map(tree.qualified, tree.paths(node, "objects"))
    for type_name in tree.nodes(node, "objects", "TypeName"):
        yield tree.qualified(tree.strings(type_name, "names"))
    for function in tree.nodes(node, "objects", "ObjectWithArgs"):
        yield tree.qualified(tree.strings(function, "objname"))
    for schema in tree.strings(node, "objects"):
        yield "", schema


def _is_cascade(node: tree.Node) -> bool:
    return tree.word(node, "behavior") == "DROP_CASCADE"
