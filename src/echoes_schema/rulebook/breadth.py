"""How many rows a statement that writes may touch, as far as its text tells."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from echoes_schema.parser import tree
from echoes_schema.parser.tree import Name, Node
from echoes_schema.rulebook.context import At

_LOWER, _UPPER = {">", ">="}, {"<", "<="}
# What has a handful of values, so that one of them picks a good part of the table.
_COARSE = re.compile(r"(?:^|_)(?:state|status|kind|type)$")
_Coarse = Callable[[str], bool]

_WRITES = ("UpdateStmt", "DeleteStmt", "InsertStmt", "MergeStmt")


def writes(at: At) -> Iterator[tuple[str, Node]]:
    """Yield the kind and the node of each write: the statement itself, and those in its WITH.

    EXPLAIN ANALYZE writes what it explains.
    """
    if at.kind in _WRITES:
        yield at.kind, at.node
    if at.kind == "ExplainStmt":
        query = (
            tree.child(at.node, "query") if "analyze" in tree.options(at.node, "options") else {}
        )
        yield from ((kind, tree.child(query, kind)) for kind in _WRITES if kind in query)
    for one in tree.below(at.node, "CommonTableExpr"):
        query = tree.child(one, "ctequery")
        yield from ((kind, tree.child(query, kind)) for kind in _WRITES if kind in query)


def is_wide(at: At, kind: str, node: Node) -> bool:
    """Return whether UPDATE, DELETE, MERGE or INSERT … SELECT may go through all of a table.

    Equality with a constant, a list of constants, two bounds and LIMIT make it narrow; how many
    rows a constant picks nobody knows, but of a status it is many. In a loop LIMIT limits nothing
    unless each round commits.
    """
    if not at.is_repeated and any(
        "limitCount" in select for select in tree.below(node, "SelectStmt")
    ):
        return False
    is_narrow = _is_narrow(_where(node), lambda column: _is_coarse(at, node, column))
    if kind in ("InsertStmt", "MergeStmt"):
        return _reads_a_table(at, kind, node) and not is_narrow
    return not is_narrow and not _is_from_values(node)


def _is_coarse(at: At, node: Node, column: str) -> bool:
    """Return whether a column has few values: a boolean, an enum, or what is named like one."""
    sources = [tree.named(one) for one in tree.below(node, "RangeVar")]
    for name in (tree.relation(node), *sources):
        table = at.schema.table(name)
        known = table.columns.get(column) if table else None
        if table and any(one.is_unique and one.columns == (column,) for one in table.indexes):
            return False
        if known and (known.type == "bool" or at.schema.enum(known.type.split("."))):
            return True
    return bool(_COARSE.search(column))


def _where(node: Node) -> Node:
    select = tree.child(tree.child(node, "selectStmt"), "SelectStmt")
    return tree.child(select, "whereClause") or tree.child(node, "whereClause")


def _reads_a_table(at: At, kind: str, node: Node) -> bool:
    """Return whether the rows come from a table in use; a condition alone brings none."""
    query = node if kind == "MergeStmt" else tree.child(node, "selectStmt")
    with_names = {tree.word(one, "ctename") for one in tree.below(at.node, "CommonTableExpr")}
    return any(
        at.is_at_stake(name) and not at.is_made_here(name)
        for name in _sources(query)
        if name[0] or name[1] not in with_names
    )


def _sources(query: object) -> Iterator[Name]:
    """Yield the tables of every FROM, of those in WITH and in subqueries of FROM too."""
    if not isinstance(query, dict):
        return
    for key, inner in query.items():
        if key in ("fromClause", "sourceRelation"):
            yield from (tree.named(one) for one in tree.below(inner, "RangeVar"))
        elif key in ("SelectStmt", "larg", "rarg", "withClause", "CommonTableExpr", "ctequery"):
            yield from _sources(inner)
        elif key == "ctes" and isinstance(inner, list):
            for one in inner:
                yield from _sources(one)


def _is_from_values(node: Node) -> bool:
    sources = tree.nodes(node, "fromClause", "RangeSubselect")
    queries = [tree.child(tree.child(one, "subquery"), "SelectStmt") for one in sources]
    return bool(queries) and all("valuesLists" in query for query in queries)


def _is_narrow(where: Node, is_coarse: _Coarse) -> bool:
    both = tree.child(where, "BoolExpr")
    parts = [part for part in tree.children(both, "args") if isinstance(part, dict)]
    if both.get("boolop") == "AND_EXPR":
        return any(_is_narrow(one, is_coarse) for one in parts) or _has_two_bounds(parts)
    if both.get("boolop") == "OR_EXPR":
        return all(_is_narrow(one, is_coarse) for one in parts)
    inner = tree.child(tree.child(where, "SubLink"), "subselect")
    if inner:
        return _is_narrow(tree.child(tree.child(inner, "SelectStmt"), "whereClause"), is_coarse)
    return _picks(tree.child(where, "A_Expr"), is_coarse)


def _picks(comparison: Node, is_coarse: _Coarse) -> bool:
    """Return whether it compares with constants: `a = 1`, `a IN (1, 2)`, `a BETWEEN 1 AND 2`."""
    is_equal = tree.strings(comparison, "name")[-1:] == ("=",)
    kind, sides = comparison.get("kind"), [comparison.get("lexpr"), comparison.get("rexpr")]
    has_constant = any(_is_constant(side) for side in sides)
    columns = [one for side in sides for one in tree.below(side, "ColumnRef")]
    names = [tree.strings(one, "fields")[-1:] for one in columns]
    return (
        has_constant
        and any(name and not is_coarse(name[0]) for name in names)
        and (kind == "AEXPR_BETWEEN" or (is_equal and kind != "AEXPR_DISTINCT"))
    )


def _is_constant(value: object) -> bool:
    """Return whether it is one value for all rows, and more than true or false."""
    constants = [*tree.below(value, "A_Const"), *tree.below(value, "ParamRef")]
    if (
        isinstance(value, dict)
        and tree.child(value, "SubLink").get("subLinkType") == "EXPR_SUBLINK"
    ):
        return True
    calls = [*tree.below(value, "ColumnRef"), *tree.below(value, "SubLink")]
    return bool(constants) and not calls and not any("boolval" in one for one in constants)


def _has_two_bounds(parts: list[dict[str, object]]) -> bool:
    operators = {
        "".join(tree.strings(comparison, "name"))
        for comparison in (tree.child(part, "A_Expr") for part in parts)
        if _is_constant(comparison.get("rexpr"))
    }
    return bool(operators & _LOWER) and bool(operators & _UPPER)
