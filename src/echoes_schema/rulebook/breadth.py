"""How many rows a statement that writes may touch, as far as its text tells."""

from __future__ import annotations

from echoes_schema.locks import Role
from echoes_schema.parser import tree
from echoes_schema.parser.tree import Node
from echoes_schema.rulebook.context import At

_LOWER, _UPPER = {">", ">="}, {"<", "<="}


def is_wide(at: At) -> bool:
    """Return whether UPDATE, DELETE, MERGE or INSERT … SELECT may go through all of a table.

    Equality with a constant, a list of constants, two bounds and LIMIT make it narrow; how many
    rows a constant picks nobody knows.
    """
    if any("limitCount" in select for select in tree.below(at.node, "SelectStmt")):
        return False
    if at.kind in ("InsertStmt", "MergeStmt"):
        return _reads_a_table(at) and not _is_narrow(_where(at.node))
    return not _is_narrow(_where(at.node)) and not _is_from_values(at.node)


def _where(node: Node) -> Node:
    select = tree.child(tree.child(node, "selectStmt"), "SelectStmt")
    return tree.child(select, "whereClause") or tree.child(node, "whereClause")


def _reads_a_table(at: At) -> bool:
    return any(touch.role is Role.SOURCE and at.is_at_stake(touch.relation) for touch in at.touches)


def _is_from_values(node: Node) -> bool:
    sources = tree.nodes(node, "fromClause", "RangeSubselect")
    queries = [tree.child(tree.child(one, "subquery"), "SelectStmt") for one in sources]
    return bool(queries) and all("valuesLists" in query for query in queries)


def _is_narrow(where: Node) -> bool:
    both = tree.child(where, "BoolExpr")
    parts = [part for part in tree.children(both, "args") if isinstance(part, dict)]
    if both.get("boolop") == "AND_EXPR":
        return any(map(_is_narrow, parts)) or _has_two_bounds(parts)
    if both.get("boolop") == "OR_EXPR":
        return all(map(_is_narrow, parts))
    inner = tree.child(tree.child(where, "SubLink"), "subselect")
    if inner:
        return _is_narrow(tree.child(tree.child(inner, "SelectStmt"), "whereClause"))
    return _picks(tree.child(where, "A_Expr"))


def _picks(comparison: Node) -> bool:
    """Return whether it compares with constants: `a = 1`, `a IN (1, 2)`, `a BETWEEN 1 AND 2`."""
    operator = tree.strings(comparison, "name")[-1:]
    sides = [comparison.get("lexpr"), comparison.get("rexpr")]
    has_constant = any(_is_constant(side) for side in sides)
    return has_constant and (operator == ("=",) or comparison.get("kind") == "AEXPR_BETWEEN")


def _is_constant(value: object) -> bool:
    """Return whether it is one value for all rows, and more than true or false."""
    constants = list(tree.below(value, "A_Const"))
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
