"""What PostgreSQL brings along: which functions are volatile, which types are no domain."""

from __future__ import annotations

import pkgutil
from collections.abc import Mapping
from functools import cache

from echoes_schema.locks.touch import Answer
from echoes_schema.parser import tree
from echoes_schema.parser.tree import Node

_SERIAL = frozenset({"serial", "serial2", "serial4", "serial8", "smallserial", "bigserial"})


def is_serial(type_name: Node) -> bool:
    """Return whether a written type is one of the serials."""
    return _last(type_name) in _SERIAL


def is_builtin(type_name: Node) -> bool:
    """Return whether a written type is PostgreSQL's own, or an array: neither has constraints."""
    if tree.children(type_name, "arrayBounds"):
        return True
    return _last(type_name) in sections()["types"] and _is_catalog(tree.strings(type_name, "names"))


def is_volatile(expression: object) -> Answer:
    """Return whether an expression calls a volatile function, at any depth."""
    answer = Answer.NO
    for call in tree.below(expression, "FuncCall"):
        answer |= _is_volatile_function(tree.strings(call, "funcname"))
    for cast in tree.below(expression, "TypeCast"):
        if not is_builtin(tree.child(cast, "typeName")):
            answer |= Answer.UNKNOWN
    return answer


def _is_volatile_function(name: tuple[str, ...]) -> Answer:
    if not _is_catalog(name):
        return Answer.UNKNOWN
    known = sections()
    if name[-1] in known["volatile"]:
        return Answer.YES
    return Answer.NO if name[-1] in known["not volatile"] else Answer.UNKNOWN


def _is_catalog(name: tuple[str, ...]) -> bool:
    return name[:-1] in ((), ("pg_catalog",))


def _last(type_name: Node) -> str:
    return "".join(tree.strings(type_name, "names")[-1:])


@cache
def sections() -> Mapping[str, frozenset[str]]:
    """Return the words of builtins.txt below each of its headings."""
    # importlib.resources would take a tenth of a run of one file to load.
    text = (pkgutil.get_data(__name__, "builtins.txt") or b"").decode()
    found = {}
    for section in text.split("\n[")[1:]:
        heading, _, words = section.partition("]\n")
        found[heading] = frozenset(words.split())
    return found
