"""A statement that goes through one table, kept to a range of that table's rows."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pglast import ast, parser
from pglast.enums import A_Expr_Kind, BoolExprType, LimitOption, SetOperation
from pglast.stream import RawStream
from pglast.visitors import Skip, Visitor

from echoes_schema.errors import FileError, place
from echoes_schema.parser.statements import Statement

# The stubs of pglast say Node where a statement has one kind of node only.
_Tree = Any
_WHOLE = "Its result would depend on the batches: run it without them, with transactional: false."


@dataclass(frozen=True, slots=True)
class Ranged:
    """A statement in two shapes: for the rows up to $1, and for those of them after $2.

    `schema` ("" where none is written) and `table` are what it goes through, `is_only` without
    its children. `calls` are the functions that must not be aggregates.
    """

    schema: str
    table: str
    is_only: bool
    first: str
    following: str
    calls: tuple[str, ...]


def read(statement: Statement, column: str, path: Path) -> Ranged:
    """Return how a statement runs in batches, in the order of `column`.

    Raises FileError, with its place, for what would not do the same in batches as in one piece.
    """
    where = place(path, statement.line, statement.column)
    node: _Tree = parser.parse_sql(statement.sql)[0].stmt
    if not any(_is(node, kind) for kind in (ast.UpdateStmt, ast.DeleteStmt, ast.InsertStmt)):
        raise FileError(
            f"{where}: only UPDATE, DELETE and INSERT … SELECT run in batches",
            "Remove batch from the header, or write one of these.",
        )
    for message, hint in _objections(node, column):
        raise FileError(f"{where}: {message}", hint)
    walked = _walked(node)
    shapes = (_within(statement, column, has_low=has_low) for has_low in (False, True))
    first, following = (_printed(shape, where) for shape in shapes)
    schema = walked.schemaname or ""
    return Ranged(schema, walked.relname, not walked.inh, first, following, _calls(node))


def _objections(node: _Tree, column: str) -> Iterator[tuple[str, str]]:
    """Yield what is wrong and what to do about it."""
    if node.withClause:
        yield (
            "WITH in a batch file",
            "The runner makes the batches; use sub-queries.",
        )
    if node.returningClause:
        yield "RETURNING in a batch file", "Remove it: nobody reads the rows."
    if _Finder("ParamRef", "CurrentOfExpr").found(node):
        yield "a parameter or cursor that no migration has", "Write the condition itself."
    if _is(node, ast.InsertStmt):
        yield from _objections_to_select(node.selectStmt)
    elif _is(node, ast.UpdateStmt) and column in {item.name for item in node.targetList}:
        yield f"it changes {column}, the column that says how far it is", "Batch by another column."
    if sum(_is_same(one, node.relation) for one in _Finder("RangeVar").found(node)) > 1:
        yield f"it reads {node.relation.relname}, which it changes, a second time", _WHOLE


def _objections_to_select(select: _Tree) -> Iterator[tuple[str, str]]:
    if select is None or select.valuesLists:
        yield "INSERT without SELECT in a batch file", "Remove batch from the header."
        return
    sources = select.fromClause or ()
    if select.op != SetOperation.SETOP_NONE or [type(one) for one in sources] != [ast.RangeVar]:
        yield "INSERT … SELECT from other than one table", "Read the others in sub-queries."
    shaping = ("distinctClause", "groupClause", "havingClause", "windowClause", "withClause")
    if (
        any(getattr(select, name) for name in shaping)
        or select.limitOption != LimitOption.LIMIT_OPTION_DEFAULT
        or any(call.over for call in _Finder("FuncCall", skip="SubLink").found(select))
    ):
        yield "it looks at many rows at once (DISTINCT, GROUP BY, LIMIT and the like)", _WHOLE


def _walked(node: _Tree) -> _Tree:
    """Return the table whose rows the statement goes through."""
    return node.selectStmt.fromClause[0] if _is(node, ast.InsertStmt) else node.relation


def _within(statement: Statement, column: str, *, has_low: bool) -> _Tree:
    node: _Tree = parser.parse_sql(statement.sql)[0].stmt
    walked = _walked(node)
    alias = walked.alias.aliasname if walked.alias else walked.relname
    key = ast.ColumnRef(fields=(ast.String(sval=alias), ast.String(sval=column)))
    filtered = node.selectStmt if _is(node, ast.InsertStmt) else node
    bounds = [_compared(key, "<=", 1), *([_compared(key, ">", 2)] if has_low else [])]
    terms = (*_terms(filtered.whereClause), *bounds)
    filtered.whereClause = (
        ast.BoolExpr(boolop=BoolExprType.AND_EXPR, args=terms) if len(terms) > 1 else terms[0]
    )
    return node


def _terms(where: _Tree) -> tuple[_Tree, ...]:
    if _is(where, ast.BoolExpr) and where.boolop == BoolExprType.AND_EXPR:
        return tuple(where.args)
    return (where,) if where else ()


def _compared(key: ast.ColumnRef, operator: str, number: int) -> ast.A_Expr:
    return ast.A_Expr(
        kind=A_Expr_Kind.AEXPR_OP,
        name=(ast.String(sval=operator),),
        lexpr=key,
        rexpr=ast.ParamRef(number=number),
    )


def _printed(node: _Tree, where: str) -> str:
    """Return the text of a statement, which PostgreSQL must read as just that statement."""
    text = str(RawStream()(node))
    try:
        is_faithful = parser.parse_sql(text)[0].stmt == node
    except parser.ParseError:
        is_faithful = False
    if not is_faithful:
        raise FileError(
            f"{where}: the range of a batch cannot be added to this statement",
            "Write it in plainer words; put what is unusual into a function.",
        )
    return text


def _is(node: _Tree, kind: type[ast.Node]) -> bool:
    return isinstance(node, kind)


def _is_same(one: _Tree, other: _Tree) -> bool:
    """Return whether two names may mean one table: a schema that is not written may be any."""
    schemas = {one.schemaname, other.schemaname} - {None}
    return bool(one.relname == other.relname and len(schemas) < 2)


def _calls(node: _Tree) -> tuple[str, ...]:
    """Return the names of the functions that a SELECT calls, beside those in its sub-queries."""
    if not _is(node, ast.InsertStmt):
        return ()
    found = _Finder("FuncCall", skip="SubLink").found(node.selectStmt)
    return tuple(sorted({call.funcname[-1].sval for call in found}))


class _Finder(Visitor):
    """Collects the nodes of some kinds, but for those below the kind to skip."""

    def __init__(self, *kinds: str, skip: str = "") -> None:
        self._kinds = kinds
        self._skip = skip
        self._found: list[_Tree] = []

    def found(self, node: _Tree) -> list[_Tree]:
        self(node)
        return self._found

    def visit(self, ancestors: object, node: object) -> object:  # noqa: ARG002
        kind = type(node).__name__
        if kind in self._kinds:
            self._found.append(node)
        return Skip if kind == self._skip else None
