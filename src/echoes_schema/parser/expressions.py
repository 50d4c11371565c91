"""One canonical text for all spellings of an SQL expression that mean the same."""

from __future__ import annotations

import json
from collections.abc import Mapping

from pglast.parser import ParseError, parse_sql_json

from echoes_schema.parser.normal import Json, Normaliser, base_type, without_cast
from echoes_schema.parser.scopes import resolve

# All that a SELECT of one bare expression consists of.
_BARE_SELECT = frozenset({"targetList", "limitOption", "op"})
_BARE_TARGET = frozenset({"val", "location"})


def canonical(
    expression: str,
    types: Mapping[str, str],
    *,
    public: frozenset[str] = frozenset(),
    target: str = "",
) -> str:
    """Return the same text for expressions that mean the same; it is good for comparing only.

    `types` are those of the columns in reach, by bare name, as format_type prints them.
    `public` are the functions and types that an unqualified name means: people leave out the
    schema, a server with an empty search path prints it. `target` is the type of the column that
    the expression is the default of. What is no expression comes back as it is.
    """
    node = _expression(expression)
    if node is None:
        return _plain(expression)
    tree = Normaliser(types, public).tree(node)
    return repr(without_cast(tree, base_type(target)) if target else tree)


def canonical_query(
    query: str, types: Mapping[str, str], *, public: frozenset[str] = frozenset()
) -> str:
    """Return the same text for queries and rules that mean the same, as `canonical` does.

    `types` are those of all columns, by `table.column`.
    """
    statement = _statement(query)
    if statement is None:
        return _plain(query)
    reached = resolve(statement, types) if "SelectStmt" in statement else types
    return repr(Normaliser(reached, public).tree(statement))


def _expression(text: str) -> Json:
    """Return the node of an expression, None where the text is anything else."""
    statement = _statement(f"SELECT {text}")
    if statement is None:
        return None
    select = statement.get("SelectStmt", {})
    targets = select.get("targetList", [])
    if len(targets) != 1 or not select.keys() <= _BARE_SELECT:
        return None
    target = targets[0]["ResTarget"]
    return target["val"] if target.keys() <= _BARE_TARGET else None


def _statement(text: str) -> Json:
    try:
        statements = json.loads(parse_sql_json(text)).get("stmts", [])
    except ParseError:
        return None
    return statements[0]["stmt"] if len(statements) == 1 else None


def _plain(text: str) -> str:
    return " ".join(text.split())
