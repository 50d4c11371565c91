"""Indexes: built, dropped, altered, built anew."""

from __future__ import annotations

from collections.abc import Iterator

from echoes_schema.locks.mode import Mode
from echoes_schema.locks.touch import Answer, Reach, Role, Touch
from echoes_schema.parser import tree
from echoes_schema.parser.tree import Name, Node

_AX, _SUX, _AS = Mode.ACCESS_EXCLUSIVE, Mode.SHARE_UPDATE_EXCLUSIVE, Mode.ACCESS_SHARE
_YES = Answer.YES


def create(node: Node) -> Iterator[Touch]:
    """Yield what CREATE INDEX touches, as if there was no index of its name.

    ON ONLY is for partitioned tables, which have no rows of their own.
    """
    table = tree.relation(node)
    mode = _SUX if node.get("concurrent") else Mode.SHARE
    is_alone = not tree.child(node, "relation").get("inh")
    work = Answer.UNKNOWN if is_alone else _YES
    reach = Reach.ITSELF if is_alone else Reach.PARTITIONS
    yield Touch(table, mode, scan=work, build=work, reach=reach)


def drop(node: Node) -> Iterator[Touch]:
    """Yield what DROP INDEX touches: its table as much as the index."""
    mode = _SUX if node.get("concurrent") else _AX
    for path in tree.paths(node, "objects"):
        index = tree.qualified(path)
        yield Touch(index, mode, reach=Reach.PARTITIONS)
        yield Touch(index, mode, Role.TABLE, reach=Reach.PARTITIONS)


def alter(node: Node) -> Iterator[Touch]:
    """Yield what ALTER INDEX touches."""
    index = tree.relation(node)
    for command in tree.nodes(node, "cmds", "AlterTableCmd"):
        subtype = tree.word(command, "subtype")
        if subtype == "AT_AttachPartition":
            said = tree.child(tree.child(command, "def"), "PartitionCmd")
            yield from _attach(index, tree.relation(said, "name"))
        elif subtype == "AT_SetTableSpace":
            yield Touch(index, _AX, rewrite=Answer.UNKNOWN)
        else:
            yield Touch(index, _SUX)


def reindex(node: Node) -> Iterator[Touch]:
    """Yield what REINDEX touches of the one index or table that it names."""
    name = tree.relation(node)
    kind = tree.word(node, "kind")
    is_concurrent = "concurrently" in tree.options(node, "params")
    mode = _SUX if is_concurrent else Mode.SHARE
    index_mode = _SUX if is_concurrent else _AX
    if kind == "REINDEX_OBJECT_INDEX":
        yield Touch(name, mode, Role.TABLE, scan=_YES, build=_YES, reach=Reach.PARTITIONS)
        yield Touch(name, index_mode, rewrite=_YES, reach=Reach.PARTITIONS)
    elif kind == "REINDEX_OBJECT_TABLE":
        yield Touch(name, mode, scan=_YES, build=_YES, reach=Reach.PARTITIONS)
        yield Touch(name, index_mode, Role.INDEXES, rewrite=_YES, reach=Reach.PARTITIONS)


def _attach(parent: Name, partition: Name) -> Iterator[Touch]:
    yield Touch(parent, _SUX)
    yield Touch(partition, _AX, Role.PARTITION)
    for index in (parent, partition):
        yield Touch(index, _AS, Role.TABLE)
