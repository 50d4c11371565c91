"""CREATE INDEX statements: their names, what drops them, and the same index on another table."""

from __future__ import annotations

from pathlib import Path

from echoes_schema.errors import FileError, place
from echoes_schema.parser.statements import Statement


def name(statement: Statement, path: Path) -> str:
    """Return the index's name. Raises FileError where the statement leaves it to the server."""
    given = statement.node.get("idxname")
    if not given:
        raise FileError(
            f"{place(path, statement.line)}: an index without a name",
            "Name it: only then can it be found, healed and dropped.",
        )
    return str(given)


def table(statement: Statement) -> tuple[str, str]:
    """Return schema ("" where none is written) and name of the table that the index is on."""
    relation = statement.node["relation"]
    assert isinstance(relation, dict)
    return str(relation.get("schemaname", "")), str(relation["relname"])


def drop(statement: Statement, path: Path) -> str:
    """Return the statement that takes the index away without blocking anybody."""
    from pglast.stream import maybe_double_quote_name

    schema, _ = table(statement)
    names = [part for part in (schema, name(statement, path)) if part]
    return f"DROP INDEX CONCURRENTLY IF EXISTS {'.'.join(map(maybe_double_quote_name, names))}"


def on_another_table(statement: Statement, schema: str, relation: str) -> str:
    """Return CREATE INDEX of the same definition, without a name, on `schema.relation`."""
    from pglast import ast, parser
    from pglast.stream import RawStream

    node = parser.parse_sql(statement.sql)[0].stmt
    assert isinstance(node, ast.IndexStmt)
    node.idxname, node.concurrent, node.if_not_exists = None, False, False
    node.relation = ast.RangeVar(schemaname=schema, relname=relation, inh=True, relpersistence="p")
    return str(RawStream()(node))
