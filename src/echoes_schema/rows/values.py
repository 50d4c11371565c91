"""Values to try for a type, as the text that its input function reads."""

from __future__ import annotations

import re
import warnings
from collections.abc import Iterator, Mapping
from random import Random

import rstr

from echoes_schema.rows.tables import Column, Type

_LENGTH = re.compile(r"\((\d+)")
_LITERAL = re.compile(r"'((?:[^']|'')*)'|(?<![\w.])(-?\d+(?:\.\d+)?)")
_PATTERN = re.compile(r"~\*? \(?'((?:[^']|'')*)'")
# Python's expressions do not know these classes of PostgreSQL's.
_CLASSES = {
    "[:alnum:]": "a-zA-Z0-9",
    "[:alpha:]": "a-zA-Z",
    "[:digit:]": "0-9",
    "[:lower:]": "a-z",
    "[:space:]": " ",
    "[:upper:]": "A-Z",
    "[:xdigit:]": "0-9a-f",
}
_WORDS = (
    "row {n}",
    "a{n}",
    "A{n}",
    "{n}",
    "r{n}@example.org",
    "https://example.org/{n}",
    "2001-01-{n:02}",
    "#00000{n}",
    "10.0.0.{n}",
    "00000000-0000-4000-8000-{n:012}",
    "{n:064x}",
    "AB",
    "ab",
    "",
)
_NUMBERS = ("{n}", "{n}0", "{n}00", "0", "-{n}", "0.{n}", "1")
_MOMENTS = ("2001-01-{n:02}", "2999-01-{n:02}", "1970-01-01", "now")
# By the name of the type; what is not here is tried by its category, then by everything.
_BY_NAME: Mapping[str, tuple[str, ...]] = {
    "bit": ("{bits}",),
    "box": ("({n},{n}),(0,0)",),
    "bytea": (r"\x0{n}", r"\x{n:064x}", r"\x{n:032x}"),
    "char": ("a", "{n}"),
    "cidr": ("10.0.{n}.0/24",),
    "circle": ("<(0,0),{n}>",),
    "date": _MOMENTS,
    "hstore": ("a=>{n}",),
    "inet": ("10.0.0.{n}",),
    "interval": ("{n} hours", "{n} days", "0"),
    "json": ('{{"n": {n}}}', "[{n}]", "{{}}", "{n}", '"a"'),
    "jsonb": ('{{"n": {n}}}', "[{n}]", "{{}}", "{n}", '"a"'),
    "line": ("{{1,{n},0}}",),
    "lseg": ("[(0,0),({n},{n})]",),
    "ltree": ("a{n}",),
    "macaddr": ("08:00:2b:01:02:0{n}",),
    "macaddr8": ("08:00:2b:01:02:03:04:0{n}",),
    "path": ("((0,0),({n},{n}))",),
    "pg_lsn": ("0/{n}",),
    "pg_snapshot": ("{n}:{n}:",),
    "point": ("({n},{n})",),
    "polygon": ("((0,0),({n},{n}),(0,{n}))",),
    "time": ("0{n}:00:00",),
    "timetz": ("0{n}:00:00+00",),
    "tsquery": ("word{n}",),
    "tsvector": ("word{n}",),
    "txid_snapshot": ("{n}:{n}:",),
    "uuid": ("00000000-0000-4000-8000-{n:012}",),
    "varbit": ("{bits}", "{n:b}"),
    "vector": ("[{numbers}]",),
    "xml": ("<a>{n}</a>",),
}
_BY_CATEGORY: Mapping[str, tuple[str, ...]] = {
    "B": ("true", "false"),
    "D": _MOMENTS,
    "N": _NUMBERS,
    "S": _WORDS,
}
_ALL = (*_WORDS, *_NUMBERS, "{{}}", "[{n}]", "({n},{n})", "{{{n}}}")
# Types in types: a column of a table may be of a type that has a column of that table's type.
_DEEPEST = 5


def candidates(column: Column, types: Mapping[int, Type], said: str, number: int) -> list[str]:
    """Return what to try in a column of row `number`, which counts from 1; some may be refused.

    `said` is the SQL of the rules about the column: what they name is likely to be taken.
    """
    found = list(_of_type(column.type_oid, column.type, types, number, _DEEPEST))
    return list(dict.fromkeys([*found, *_named(said), *_matching(said, number)]))


def _of_type(
    oid: int, shown: str, types: Mapping[int, Type], number: int, depth: int
) -> Iterator[str]:
    kind = types[oid]
    inner = types.get(kind.inner_oid)
    if not depth:
        return
    if kind.labels:
        yield from _turned(kind.labels, number)
    elif kind.kind == "r" and inner is not None:
        yield from _ranges(inner.oid, types, number, depth)
    elif kind.kind == "m" and inner is not None:
        yield from (f"{{{one}}}" for one in _of_type(inner.oid, "", types, number, depth - 1))
    elif kind.kind == "c":
        parts = (next(_of_type(one, "", types, number, depth - 1), "") for one in kind.parts)
        yield f"({','.join(map(_quoted, parts))})"
    elif kind.kind == "d" and inner is not None:
        yield from _named(kind.text)
        yield from _matching(kind.text, number)
        yield from _of_type(inner.oid, shown, types, number, depth - 1)
    elif inner is not None:
        elements = _of_type(inner.oid, "", types, number, depth - 1)
        yield from (f"{{{_quoted(one)}}}" for one in elements)
        yield "{}"
    else:
        yield from _plain(kind, shown, number)


def _plain(kind: Type, shown: str, number: int) -> Iterator[str]:
    forms = _BY_NAME.get(kind.name) or _BY_CATEGORY.get(kind.category) or _ALL
    found = _LENGTH.search(shown)
    length = int(found[1]) if found else 1
    bits = f"{number:b}".zfill(length)[-length:]
    numbers = ",".join([str(number)] * length)
    yield from (form.format(n=number, bits=bits, numbers=numbers) for form in forms)


def _ranges(oid: int, types: Mapping[int, Type], number: int, depth: int) -> Iterator[str]:
    """Yield ranges that do not overlap those of another row."""
    lower = _of_type(oid, "", types, number, depth - 1)
    upper = _of_type(oid, "", types, number + 1, depth - 1)
    for low, high in zip(lower, upper, strict=False):
        yield f"[{_quoted(low)},{_quoted(high)})"
    yield "empty"


def _named(text: str) -> Iterator[str]:
    """Yield the literals of SQL, and of numbers what is next to them."""
    for quoted, number in _LITERAL.findall(text):
        if number and "." not in number:
            yield from (str(int(number) + step) for step in (0, 1, -1))
        else:
            yield number or quoted.replace("''", "'")


def _matching(text: str, number: int) -> Iterator[str]:
    """Yield what matches the regular expressions in SQL, as far as Python's mean the same."""
    source = rstr.Rstr(Random(number))  # noqa: S311 (no secret)
    for pattern in _PATTERN.findall(text):
        for name, members in _CLASSES.items():
            pattern = pattern.replace(name, members)  # noqa: PLW2901
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", FutureWarning)
            try:
                yield source.xeger(pattern.replace("''", "'"))
            except re.error:
                continue


def _turned(labels: list[str], number: int) -> list[str]:
    first = (number - 1) % len(labels)
    return [*labels[first:], *labels[:first]]


def _quoted(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'
