"""The statement that an expression puts together, where its text shows all but the names in it."""

from __future__ import annotations

import re
from collections.abc import Sequence

from echoes_schema.parser import statements, tree

_HOLE = re.compile(r"%(?:(?P<place>[0-9]+)\$)?-?[0-9]*(?P<kind>[%sIL])")
# A hole that is a part of a name: `orders_%s`.
_GLUED = re.compile(r'(?<=\w)"\{([^}"]*)\}"|"\{([^}"]*)\}"(?=\w)')
_QUOTED = {"quote_ident": "I", "quote_literal": "L", "quote_nullable": "L"}


def filled(expression: str) -> str | None:
    """Return the text of an expression of EXECUTE, None where it is no text with holes.

    A hole becomes a name that no relation has, `{player}` of a variable player, or an empty string.
    """
    from pglast import parser

    try:
        [statement] = statements.parsed(f"SELECT {expression}")
        target = tree.nodes(statement.node, "targetList", "ResTarget")[0].get("val")
        is_text = any("sval" in one for one in tree.below(target, "A_Const"))
        return _GLUED.sub(_bare, _text(target)) if is_text else None
    except (parser.ParseError, RecursionError, ValueError, IndexError):
        return None


def _bare(hole: re.Match[str]) -> str:
    return re.sub(r"\W", "_", hole[1] or hole[2] or "")


def _text(value: object) -> str:
    """Return the text of a part, where a hole is filled."""
    node = value if isinstance(value, dict) else {}
    both = tree.child(node, "A_Expr")
    if tree.strings(both, "name") == ("||",):
        return _text(both.get("lexpr")) + _text(both.get("rexpr"))
    call = tree.child(node, "FuncCall")
    name, given = "".join(tree.strings(call, "funcname")[-1:]), tree.children(call, "args")
    if name == "format" and given:
        return _formatted(_text(given[0]), given[1:])
    return _hole(given[0], _QUOTED[name]) if name in _QUOTED and given else _hole(value, "s")


def _formatted(text: str, given: Sequence[object]) -> str:
    """Return what format() makes of a text and its arguments."""
    count = 0

    def fill(hole: re.Match[str]) -> str:
        nonlocal count
        if hole["kind"] == "%":
            return "%"
        count = int(hole["place"] or count + 1)
        return _hole(given[count - 1] if count <= len(given) else None, hole["kind"])

    return _HOLE.sub(fill, text)


def _hole(value: object, kind: str) -> str:
    """Return what stands for a value: itself where it is a constant, else a name or a string."""
    constant = tree.child(value, "A_Const") if isinstance(value, dict) else {}
    said = tree.word(tree.child(constant, "sval"), "sval") if "sval" in constant else None
    if kind == "L":
        return "'" + (said or "").replace("'", "''") + "'"
    if kind == "s" and said is not None:
        return said
    return '"' + (said if said is not None else _name(value)).replace('"', '""') + '"'


def _name(value: object) -> str:
    fields: list[str] = []
    for column in tree.below(value, "ColumnRef"):
        fields += tree.strings(column, "fields")
    return "{" + ".".join(fields) + "}"
