"""Tables as a whole: created, dropped, renamed, emptied, copied."""

from __future__ import annotations

from collections.abc import Iterator

from echoes_schema.locks import constraints, partitions, rows
from echoes_schema.locks.mode import Mode
from echoes_schema.locks.touch import Answer, Reach, Role, Touch
from echoes_schema.parser import tree
from echoes_schema.parser.tree import Node

_AX, _SUX = Mode.ACCESS_EXCLUSIVE, Mode.SHARE_UPDATE_EXCLUSIVE
# What is renamed below its table too.
_INHERITED = {
    "OBJECT_COLUMN": Reach.CHILDREN,
    "OBJECT_TABCONSTRAINT": Reach.CHILDREN,
    "OBJECT_TRIGGER": Reach.PARTITIONS,
}


def create(node: Node) -> Iterator[Touch]:
    """Yield what CREATE TABLE touches beside the new table, as if there was none of its name."""
    bound = tree.child(node, "partbound")
    for parent in tree.nodes(node, "inhRelations", "RangeVar"):
        if bound:
            yield from partitions.create(tree.named(parent), bound)
        else:
            yield Touch(tree.named(parent), _SUX, Role.PARENT)
    for like in tree.nodes(node, "tableElts", "TableLikeClause"):
        yield Touch(tree.relation(like), Mode.ACCESS_SHARE, Role.SOURCE)
    for constraint in _constraints(node):
        yield from constraints.of_new_table(constraint)


def create_as(node: Node) -> Iterator[Touch]:
    """Yield what CREATE TABLE AS and CREATE MATERIALIZED VIEW read."""
    yield from rows.read(node.get("query"))


def rename(node: Node) -> Iterator[Touch]:
    """Yield what ALTER … RENAME touches of what stands in a table or is one."""
    kind = tree.word(node, "renameType")
    if not tree.child(node, "relation"):
        return
    if kind == "OBJECT_INDEX":
        yield Touch(tree.relation(node), _SUX)
    else:
        reach = _INHERITED.get(kind, Reach.ITSELF)
        yield Touch(tree.relation(node), _AX, reach=_reach(tree.child(node, "relation"), reach))


def set_schema(node: Node) -> Iterator[Touch]:
    """Yield what SET SCHEMA touches."""
    if tree.child(node, "relation"):
        yield Touch(tree.relation(node), _AX)


def truncate(node: Node) -> Iterator[Touch]:
    """Yield what TRUNCATE touches."""
    for table in tree.nodes(node, "relations", "RangeVar"):
        yield Touch(tree.named(table), _AX, reach=_reach(table))
        if tree.word(node, "behavior") == "DROP_CASCADE":
            yield Touch(tree.named(table), _AX, Role.REFERENCING)


def lock(node: Node) -> Iterator[Touch]:
    """Yield what LOCK TABLE touches."""
    mode = node.get("mode")
    for table in tree.nodes(node, "relations", "RangeVar"):
        given = Mode(mode) if isinstance(mode, int) else _AX
        yield Touch(tree.named(table), given, reach=_reach(table))


def cluster(node: Node) -> Iterator[Touch]:
    """Yield what CLUSTER touches; without a table it takes all that were clustered before."""
    if tree.child(node, "relation"):
        yield Touch(
            tree.relation(node), _AX, scan=Answer.YES, rewrite=Answer.YES, reach=Reach.PARTITIONS
        )


def vacuum(node: Node) -> Iterator[Touch]:
    """Yield what VACUUM and ANALYZE touch of the tables that they name."""
    is_full = "full" in tree.options(node, "options")
    for table in tree.nodes(node, "rels", "VacuumRelation"):
        work = Answer.YES if is_full else Answer.NO
        mode = _AX if is_full else _SUX
        yield Touch(tree.relation(table), mode, scan=work, rewrite=work, reach=Reach.PARTITIONS)


def _reach(table: Node, reach: Reach = Reach.CHILDREN) -> Reach:
    """Return how far it goes below a table as written: not at all after ONLY."""
    return reach if table.get("inh") else Reach.ITSELF


def _constraints(node: Node) -> Iterator[Node]:
    yield from tree.nodes(node, "tableElts", "Constraint")
    yield from tree.nodes(node, "constraints", "Constraint")
    for column in tree.nodes(node, "tableElts", "ColumnDef"):
        yield from tree.nodes(column, "constraints", "Constraint")
