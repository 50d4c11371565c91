"""Statements that read and write rows: the tables that they name, not what triggers then do."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from echoes_schema.locks.mode import Mode
from echoes_schema.locks.touch import Answer, Reach, Role, Touch
from echoes_schema.parser import tree
from echoes_schema.parser.tree import Name, Node

_WRITES = ("InsertStmt", "UpdateStmt", "DeleteStmt", "MergeStmt")
_LOOKED_AT = (*_WRITES, "CommonTableExpr", "SelectStmt", "RangeVar")


def read(query: object) -> Iterator[Touch]:
    """Yield every table that a query names at any depth; the planner decides what it scans."""
    # One walk: the rows of an INSERT may be a hundred thousand.
    found: dict[str, list[Node]] = {kind: [] for kind in _LOOKED_AT}
    for kind, node in tree.walk(query, found):
        found[kind].append(node)
    with_names = {tree.word(one, "ctename") for one in found["CommonTableExpr"]}
    targets = [tree.child(one, "relation") for kind in _WRITES for one in found[kind]]
    for kind in _WRITES:
        for write in found[kind]:
            yield _written(kind, write)
    for select in found["SelectStmt"]:
        yield from _locked(select, with_names)
    for table in found["RangeVar"]:
        name = tree.named(table)
        if table not in targets and not (name[0] == "" and name[1] in with_names):
            yield _source(name)


def statement(kind: str) -> Callable[[Node], Iterator[Touch]]:
    """Return what tells what a SELECT, INSERT, UPDATE, DELETE or MERGE touches."""
    return lambda node: read({kind: node})


def select_into(node: Node) -> Iterator[Touch]:
    """Yield what SELECT reads; the table after INTO is new."""
    return read({"SelectStmt": {key: value for key, value in node.items() if key != "intoClause"}})


def copy(node: Node) -> Iterator[Touch]:
    """Yield what COPY touches."""
    if not tree.child(node, "relation"):
        yield from read(node.get("query"))
    elif node.get("is_from"):
        yield Touch(tree.relation(node), Mode.ROW_EXCLUSIVE)
    else:
        yield Touch(tree.relation(node), Mode.ACCESS_SHARE, Role.SOURCE, scan=Answer.YES)


def explain(node: Node) -> Iterator[Touch]:
    """Yield what EXPLAIN touches: as much as its query, which it runs with ANALYZE alone."""
    is_run = "analyze" in tree.options(node, "options")
    for touch in read(node.get("query")):
        scan = touch.scan if is_run else Answer.NO
        yield Touch(touch.relation, touch.mode, touch.role, scan=scan, reach=Reach.CHILDREN)


def declare(node: Node) -> Iterator[Touch]:
    """Yield what DECLARE touches: it reads nothing yet."""
    for touch in read(node.get("query")):
        yield Touch(touch.relation, touch.mode, touch.role, reach=Reach.CHILDREN)


def _written(kind: str, write: Node) -> Touch:
    is_whole = kind in ("UpdateStmt", "DeleteStmt") and not write.get("whereClause")
    is_read = kind != "InsertStmt"
    scan = Answer.YES if is_whole else Answer.UNKNOWN if is_read else Answer.NO
    table = tree.child(write, "relation")
    reach = Reach.CHILDREN if is_read and table.get("inh") else Reach.ITSELF
    return Touch(tree.named(table), Mode.ROW_EXCLUSIVE, scan=scan, reach=reach)


def _locked(select: Node, with_names: set[str]) -> Iterator[Touch]:
    """Yield the tables of a SELECT … FOR UPDATE or SHARE, those after OF where they are named."""
    from_tables = _aliases(select)
    for clause in tree.nodes(select, "lockingClause", "LockingClause"):
        named = {tree.word(one, "relname") for one in tree.nodes(clause, "lockedRels", "RangeVar")}
        for alias, name in from_tables.items():
            if (not named or alias in named) and name[1] not in with_names:
                yield _source(name, Mode.ROW_SHARE)


def _aliases(select: Node) -> Mapping[str, Name]:
    tables = tree.below(select.get("fromClause"), "RangeVar")
    return {
        tree.word(tree.child(table, "alias"), "aliasname") or tree.named(table)[1]: tree.named(
            table
        )
        for table in tables
    }


def _source(name: Name, mode: Mode = Mode.ACCESS_SHARE) -> Touch:
    return Touch(name, mode, Role.SOURCE, scan=Answer.UNKNOWN, reach=Reach.CHILDREN)
