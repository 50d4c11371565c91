"""REINDEX and DETACH PARTITION: what they name, and what ends a detachment that was cut short."""

from __future__ import annotations

from dataclasses import dataclass

from pglast import ast, enums, parser
from pglast.stream import maybe_double_quote_name

from echoes_schema.parser.statements import Statement


@dataclass(frozen=True, slots=True)
class Reindexed:
    """What a REINDEX rebuilds: an index or a table, or a schema, or with neither the database."""

    relation: str | None
    schema: str | None


@dataclass(frozen=True, slots=True)
class Detachment:
    """A partition that leaves its table. Names are as SQL writes them."""

    table: str
    partition: str

    @property
    def finalize(self) -> str:
        """The statement that ends it after it was begun concurrently and cut short."""
        return f"ALTER TABLE {self.table} DETACH PARTITION {self.partition} FINALIZE"


def reindexed(statement: Statement) -> Reindexed:
    """Return what a REINDEX names."""
    node = parser.parse_sql(statement.sql)[0].stmt
    assert isinstance(node, ast.ReindexStmt)
    is_schema = node.kind == enums.ReindexObjectType.REINDEX_OBJECT_SCHEMA
    return Reindexed(
        relation=_written(node.relation) if node.relation else None,
        schema=str(maybe_double_quote_name(node.name)) if is_schema and node.name else None,
    )


def detachment(statement: Statement) -> Detachment | None:
    """Return what an ALTER TABLE … DETACH PARTITION names, None for any other statement."""
    node = parser.parse_sql(statement.sql)[0].stmt
    if not isinstance(node, ast.AlterTableStmt) or not node.relation or not node.cmds:
        return None
    command = node.cmds[0]
    if command.subtype != enums.AlterTableType.AT_DetachPartition:
        return None
    return Detachment(_written(node.relation), _written(command.def_.name))


def _written(relation: ast.RangeVar) -> str:
    return ".".join(
        maybe_double_quote_name(name) for name in (relation.schemaname, relation.relname) if name
    )
