"""Type names: short for people, long as PostgreSQL prints them."""

from __future__ import annotations

import re

_LONG = {
    "bool": "boolean",
    "char": "character",
    "decimal": "numeric",
    "float4": "real",
    "float8": "double precision",
    "int": "integer",
    "int2": "smallint",
    "int4": "integer",
    "int8": "bigint",
    "varbit": "bit varying",
    "varchar": "character varying",
}
# The modifier stands in the middle of these.
_LONG_MOMENTS = {
    "time": ("time", "without time zone"),
    "timestamp": ("timestamp", "without time zone"),
    "timestamptz": ("timestamp", "with time zone"),
    "timetz": ("time", "with time zone"),
}
_SHORT = {
    "bit varying": "varbit",
    "character": "char",
    "character varying": "varchar",
}
_NAME = re.compile(r"(?P<name>[a-z_][a-z0-9_]*)\s*(?P<modifier>\([^)]*\))?(?P<array>(?:\[\])*)\Z")
_MOMENT = re.compile(
    r"(?P<name>time|timestamp)(?P<modifier>\(\d+\))? (?P<zone>with|without) time zone"
    r"(?P<array>(?:\[\])*)\Z"
)
_CHAR = re.compile(r"char(?=(?:\[\])*\Z)")
_WORDS = re.compile(r"(?P<name>bit varying|character varying|character)(?P<rest>[(\[].*)?\Z")


def short(printed: str) -> str:
    """Return a type as people write it: `varchar(50)`, `timestamptz`."""
    moment = _MOMENT.match(printed)
    if moment:
        zone = "tz" if moment["zone"] == "with" else ""
        return f"{moment['name']}{zone}{moment['modifier'] or ''}{moment['array']}"
    words = _WORDS.match(printed)
    return _SHORT[words["name"]] + (words["rest"] or "") if words else printed


def long(written: str) -> str:
    """Return a type as PostgreSQL's format_type prints it, whichever way it is written."""
    found = _NAME.match(written)
    if not found:
        return written
    name, array = found["name"], found["array"]
    modifier = (found["modifier"] or "").replace(" ", "")
    if name in _LONG_MOMENTS:
        first, last = _LONG_MOMENTS[name]
        return f"{first}{modifier} {last}{array}"
    if name == "char" and not modifier:
        modifier = "(1)"
    return f"{_LONG.get(name, name)}{modifier}{array}"


def long_argument(written: str) -> str:
    """Return the type of an argument or a result as PostgreSQL prints it: none has a length."""
    return _CHAR.sub("character", written) if _CHAR.match(written) else long(written)
