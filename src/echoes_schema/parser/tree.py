"""What hangs below a node of libpg_query's tree: each accessor is empty where nothing does."""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator, Mapping, Sequence

Node = Mapping[str, object]
# A relation as a statement writes it: schema, "" where none is written, and name.
Name = tuple[str, str]


def child(node: Node, key: str) -> Node:
    """Return the fields below `key`."""
    value = node.get(key)
    return value if isinstance(value, dict) else {}


def children(node: Node, key: str) -> Sequence[object]:
    """Return the list below `key`."""
    value = node.get(key)
    return value if isinstance(value, list) else []


def nodes(node: Node, key: str, kind: str) -> tuple[Node, ...]:
    """Return the fields of every node of that kind in the list below `key`."""
    value = node.get(key)
    if not isinstance(value, list):
        return ()
    return tuple([item[kind] for item in value if isinstance(item, dict) and kind in item])


def word(node: Node, key: str) -> str:
    """Return the string below `key`, or ""."""
    value = node.get(key)
    return value if isinstance(value, str) else ""


def strings(node: Node, key: str) -> tuple[str, ...]:
    """Return the list of names below `key`, as a qualified name is written."""
    value = node.get(key)
    if not isinstance(value, list):
        return ()
    found = [item["String"] for item in value if isinstance(item, dict) and "String" in item]
    return tuple([one.get("sval", "") for one in found])


def paths(node: Node, key: str) -> tuple[tuple[str, ...], ...]:
    """Return the qualified names below `key`: of DROP TABLE a, s.b they are (a,) and (s, b)."""
    return tuple(strings(item, "items") for item in nodes(node, key, "List"))


def relation(node: Node, key: str = "relation") -> Name:
    """Return the relation below `key`; its name is "" where there is none."""
    return named(child(node, key))


def named(node: Node) -> Name:
    """Return the relation that a RangeVar names."""
    return word(node, "schemaname"), word(node, "relname")


def qualified(parts: Sequence[str]) -> Name:
    """Return the relation that the last two parts of a written name are."""
    schema = parts[-2] if len(parts) > 1 else ""
    return schema, parts[-1] if parts else ""


def options(node: Node, key: str) -> frozenset[str]:
    """Return the names of the options below `key` that are on; said twice, the last counts."""
    said = {word(option, "defname"): option for option in nodes(node, key, "DefElem")}
    return frozenset(name for name, option in said.items() if not _is_off(option))


def below(value: object, kind: str) -> Iterator[Node]:
    """Yield the fields of every node of that kind at any depth below `value`."""
    return (node for _, node in walk(value, (kind,)))


def walk(value: object, kinds: Container[str]) -> Iterator[tuple[str, Node]]:
    """Yield kind and fields of every node of these kinds at any depth below `value`, in order."""
    # A loop, not a recursion: the tree of a long expression is deep.
    waiting: list[tuple[str, object]] = [("", value)]
    while waiting:
        kind, one = waiting.pop()
        if isinstance(one, dict):
            if kind in kinds:
                yield kind, one
            inner: Iterable[tuple[str, object]] = reversed(one.items())
        else:
            inner = (("", item) for item in reversed(one)) if isinstance(one, list) else ()
        waiting += [(key, item) for key, item in inner if isinstance(item, (dict, list))]


def _is_off(option: Node) -> bool:
    value = child(option, "arg")
    said = word(child(value, "String"), "sval").lower()
    is_zero = "Integer" in value and not child(value, "Integer").get("ival")
    is_false = "Boolean" in value and not child(value, "Boolean").get("boolval")
    return said in ("false", "off", "0", "no") or is_zero or is_false
