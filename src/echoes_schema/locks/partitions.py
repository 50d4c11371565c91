"""Partitions: created, attached, detached; the default partition is always in between."""

from __future__ import annotations

from collections.abc import Iterator

from echoes_schema.locks.mode import Mode
from echoes_schema.locks.touch import Answer, Reach, Role, Touch
from echoes_schema.parser import tree
from echoes_schema.parser.tree import Name, Node

_AX, _SUX = Mode.ACCESS_EXCLUSIVE, Mode.SHARE_UPDATE_EXCLUSIVE


def create(parent: Name, bound: Node) -> Iterator[Touch]:
    """Yield what CREATE TABLE … PARTITION OF touches."""
    yield Touch(parent, _AX, Role.PARENT)
    if not bound.get("is_default"):
        yield _default(parent, Answer.YES)


def attach(table: Name, command: Node) -> Iterator[Touch]:
    """Yield what ATTACH PARTITION touches; a CHECK may prove that the rows belong there."""
    said = tree.child(tree.child(command, "def"), "PartitionCmd")
    unknown = Answer.UNKNOWN
    yield Touch(table, _SUX)
    yield Touch(
        tree.relation(said, "name"),
        _AX,
        Role.PARTITION,
        scan=unknown,
        build=unknown,
        reach=Reach.CHILDREN,
    )
    if not tree.child(said, "bound").get("is_default"):
        yield _default(table, unknown)
    yield Touch(table, Mode.SHARE_ROW_EXCLUSIVE, Role.FOREIGN_KEYS, scan=unknown)


def detach(table: Name, command: Node) -> Iterator[Touch]:
    """Yield what DETACH PARTITION touches."""
    said = tree.child(tree.child(command, "def"), "PartitionCmd")
    partition = tree.relation(said, "name")
    if said.get("concurrent"):
        yield Touch(table, _SUX)
        yield Touch(partition, _AX, Role.PARTITION)
        return
    yield Touch(table, _AX)
    yield Touch(partition, _AX, Role.PARTITION)
    yield _default(table, Answer.NO)
    yield Touch(partition, Mode.SHARE_ROW_EXCLUSIVE, Role.FOREIGN_KEYS)


def finalize(table: Name, command: Node) -> Iterator[Touch]:
    """Yield what DETACH PARTITION … FINALIZE touches."""
    said = tree.child(tree.child(command, "def"), "PartitionCmd")
    yield Touch(table, _SUX)
    yield Touch(tree.relation(said, "name"), _AX, Role.PARTITION)


def _default(table: Name, scan: Answer) -> Touch:
    return Touch(table, _AX, Role.DEFAULT_PARTITION, scan=scan)
