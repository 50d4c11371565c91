"""DROP: what goes, and with CASCADE what goes along."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from echoes_schema.locks import indexes
from echoes_schema.locks.mode import Mode
from echoes_schema.locks.touch import Reach, Role, Touch
from echoes_schema.parser import tree
from echoes_schema.parser.tree import Node

_AX, _SUX = Mode.ACCESS_EXCLUSIVE, Mode.SHARE_UPDATE_EXCLUSIVE


def drop(node: Node) -> Iterator[Touch]:
    """Yield what DROP touches, as if all that it names was there."""
    kind = tree.word(node, "removeType")
    if kind in _KINDS:
        yield from _KINDS[kind](node)
    if _is_cascade(node):
        for path in tree.paths(node, "objects"):
            yield Touch(tree.qualified(path), _AX, Role.DEPENDENTS)


def _relations(node: Node) -> Iterator[Touch]:
    for path in tree.paths(node, "objects"):
        yield Touch(tree.qualified(path), _AX)


def _on_a_table(node: Node) -> Iterator[Touch]:
    is_trigger = tree.word(node, "removeType") == "OBJECT_TRIGGER"
    reach = Reach.PARTITIONS if is_trigger else Reach.ITSELF
    for path in tree.paths(node, "objects"):
        yield Touch(tree.qualified(path[:-1]), _AX, reach=reach)


def _statistics(node: Node) -> Iterator[Touch]:
    for path in tree.paths(node, "objects"):
        yield Touch(tree.qualified(path), _SUX, Role.STATISTICS)


def _schemas(node: Node) -> Iterator[Touch]:
    for schema in tree.strings(node, "objects") if _is_cascade(node) else ():
        yield Touch(("", schema), _AX, Role.MEMBERS)


def _tables(node: Node) -> Iterator[Touch]:
    for path in tree.paths(node, "objects"):
        name = tree.qualified(path)
        yield Touch(name, _AX, reach=Reach.PARTITIONS)
        yield Touch(name, _AX, Role.PARENTS)
        yield Touch(name, _AX, Role.FOREIGN_KEYS)
        if _is_cascade(node):
            yield Touch(name, _AX, Role.REFERENCING)


def _types(node: Node) -> Iterator[Touch]:
    for type_name in tree.nodes(node, "objects", "TypeName") if _is_cascade(node) else ():
        name = tree.qualified(tree.strings(type_name, "names"))
        yield Touch(name, _AX, Role.USERS)
        yield Touch(name, _AX, Role.TYPED)


def _functions(node: Node) -> Iterator[Touch]:
    for function in tree.nodes(node, "objects", "ObjectWithArgs") if _is_cascade(node) else ():
        name = tree.qualified(tree.strings(function, "objname"))
        yield Touch(name, _AX, Role.TRIGGERED)


def _is_cascade(node: Node) -> bool:
    return tree.word(node, "behavior") == "DROP_CASCADE"


_KINDS: Mapping[str, Callable[[Node], Iterator[Touch]]] = {
    "OBJECT_TABLE": _tables,
    "OBJECT_FOREIGN_TABLE": _tables,
    "OBJECT_VIEW": _relations,
    "OBJECT_MATVIEW": _relations,
    "OBJECT_SEQUENCE": _relations,
    "OBJECT_INDEX": indexes.drop,
    "OBJECT_TRIGGER": _on_a_table,
    "OBJECT_RULE": _on_a_table,
    "OBJECT_POLICY": _on_a_table,
    "OBJECT_STATISTIC_EXT": _statistics,
    "OBJECT_SCHEMA": _schemas,
    "OBJECT_TYPE": _types,
    "OBJECT_DOMAIN": _types,
    "OBJECT_FUNCTION": _functions,
}
