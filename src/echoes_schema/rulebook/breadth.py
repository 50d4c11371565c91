"""How many rows a statement that writes may touch, as far as its text tells."""

from __future__ import annotations

from collections.abc import Iterator

from echoes_schema.parser import tree
from echoes_schema.parser.tree import Name, Node
from echoes_schema.rulebook.context import At

_LOWER, _UPPER = {">", ">="}, {"<", "<="}


_WRITES = ("UpdateStmt", "DeleteStmt", "InsertStmt", "MergeStmt")


def writes(at: At) -> Iterator[tuple[str, Node]]:
    """Yield the kind and the node of each write: the statement itself, and those in its WITH."""
    if at.kind in _WRITES:
        yield at.kind, at.node
    for one in tree.below(at.node, "CommonTableExpr"):
        query = tree.child(one, "ctequery")
        yield from ((kind, tree.child(query, kind)) for kind in _WRITES if kind in query)


def is_wide(at: At, kind: str, node: Node) -> bool:
    """Return whether UPDATE, DELETE, MERGE or INSERT … SELECT may go through all of a table.

    Equality with a constant, a list of constants, two bounds and LIMIT make it narrow; how many
    rows a constant picks nobody knows.
    """
    if any("limitCount" in select for select in tree.below(node, "SelectStmt")):
        return False
    if kind in ("InsertStmt", "MergeStmt"):
        return _reads_a_table(at, kind, node) and not _is_narrow(_where(node))
    return not _is_narrow(_where(node)) and not _is_from_values(node)


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
    is_equal = tree.strings(comparison, "name")[-1:] == ("=",)
    kind, sides = comparison.get("kind"), [comparison.get("lexpr"), comparison.get("rexpr")]
    has_constant = any(_is_constant(side) for side in sides)
    has_column = any(True for side in sides for _ in tree.below(side, "ColumnRef"))
    return (
        has_constant
        and has_column
        and (kind == "AEXPR_BETWEEN" or (is_equal and kind != "AEXPR_DISTINCT"))
    )


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
