"""How deeply a statement may be nested: what lies deeper is left out of its tree.

Python gives up on a tree some hundreds of nodes below; PostgreSQL takes one of many thousands.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from echoes_schema.parser import tree

# A chain of about 300 operators. Python has room for 1,000 calls within each other.
DEEPEST = 600
_CUT = "Cut"
_INSTEAD = f'{{"{_CUT}": {{}}}}'
# Where a tree goes on: at a node, which a name is too, and at both sides of UNION.
_NODE = re.compile(r'\{"(?!String")[A-Z]')
_SIDES = ('"larg":', '"rarg":')
_MARK = re.compile(r'"(?:[^"\\]|\\.)*+"|[\[\]{}]')
_ALIKE = bytes.maketrans(b"[]", b"{}")
_NOT_BRACKETS = bytes(set(range(256)) - set(b"[]{}"))


def shallow(raw: str) -> str:
    """Return a tree as JSON without what is nested more deeply than DEEPEST."""
    return _cut(raw) if _may_be_deep(raw) else raw


def is_cut(node: Mapping[str, object]) -> bool:
    """Return whether something was left out of a statement."""
    return any(True for _ in tree.below(node, _CUT))


def _may_be_deep(raw: str) -> bool:
    """Return whether pairs of brackets are left after as many rounds; those of strings count too.

    It takes a twentieth of the time that reading the JSON takes.
    """
    if raw.count("{") <= DEEPEST // 2:
        return False
    brackets = raw.encode().translate(_ALIKE, _NOT_BRACKETS)
    for _ in range(DEEPEST):
        if not brackets:
            return False
        brackets = brackets.replace(b"{}", b"")
    return bool(brackets)


def _cut(raw: str) -> str:
    kept: list[str] = []
    depth = begin = cut_at = 0
    for match in _MARK.finditer(raw):
        mark = match[0]
        if mark in "[{":
            depth += 1
            if depth > DEEPEST and not cut_at and _goes_on(raw, match.start()):
                cut_at = depth
                kept.append(raw[begin : match.start()])
        elif mark in "]}":
            if depth == cut_at:
                kept.append(_INSTEAD)
                begin, cut_at = match.end(), 0
            depth -= 1
    return "".join([*kept, raw[begin:]])


def _goes_on(raw: str, place: int) -> bool:
    is_side = raw[max(place - len(_SIDES[0]), 0) : place] in _SIDES
    return is_side or _NODE.match(raw, place) is not None
