"""Indexes as they stand in the dictionary."""

from __future__ import annotations

import re
from functools import lru_cache, partial

from echoes_schema.dictionary.cells import (
    GrammarError,
    clauses,
    code,
    code_in,
    listed,
    names_in,
    words,
)
from echoes_schema.dictionary.clauses import Clauses, joined
from echoes_schema.schema import Index, IndexKey

_EXAMPLE = "unique btree (station_id, price desc), where `status = 'Open'`"
_KNOWN = "include (…), where `…`, nulls not distinct, invalid, clustered, with `fillfactor=70`"
_KEYS = re.compile(r"(?P<unique>unique )?(?P<method>\w+) (?P<keys>\(.*\))\Z", re.DOTALL)
_REMEMBERED = 4096
_ORDERS = frozenset({"asc", "desc"})


def write(index: Index) -> str:
    """Return an index's definition."""
    unique = "unique " if index.is_unique else ""
    return joined(
        f"{unique}{index.method} {listed(tuple(map(write_key, index.keys)))}",
        f"include {listed(index.include)}" if index.include else "",
        f"where {code(index.where)}" if index.where else "",
        "nulls not distinct" if index.nulls_not_distinct else "",
        "" if index.is_valid else "invalid",
        *write_storage(index.options, is_clustered=index.is_clustered),
    )


def read(name: str, definition: str, comment: str) -> Index:
    """Return the index that a row defines. Raises GrammarError."""
    return _defined(definition)(name=name, comment=comment)


# Tables have indexes in common, but for their names.
@lru_cache(maxsize=_REMEMBERED)
def _defined(definition: str) -> partial[Index]:
    said = Clauses(definition)
    first = said.first(_EXAMPLE)
    found = _KEYS.match(first)
    if not found:
        raise GrammarError(f"{first!r} is no index", f"Write for example {_EXAMPLE}.")
    index = partial(
        Index,
        method=found["method"],
        keys=tuple(map(read_key, clauses(found["keys"][1:-1]))),
        is_unique=bool(found["unique"]),
        include=optional_names(said.after("include")),
        where=optional_code(said.after("where")),
        nulls_not_distinct=said.has("nulls not distinct"),
        is_valid=not said.has("invalid"),
        is_clustered=said.has("clustered"),
        options=read_options(said),
    )
    said.end(_KNOWN)
    return index


def write_key(key: IndexKey) -> str:
    """Return one key: its content and what PostgreSQL would not take by itself."""
    parts = (
        code(key.content) if key.is_expression else key.content,
        f"collate {key.collation}" if key.collation else "",
        key.opclass,
        key.order,
        f"nulls {key.nulls}" if key.nulls else "",
        f"statistics {key.statistics}" if key.statistics else "",
    )
    return " ".join(part for part in parts if part)


# Most are columns, and the same ones in many tables.
@lru_cache(maxsize=_REMEMBERED)
def read_key(text: str) -> IndexKey:
    """Return the key that `price desc nulls last` and the like mean. Raises GrammarError."""
    content, *rest = words(text) or [""]
    if not content:
        raise GrammarError("a key of the index is empty", f"Write for example {_EXAMPLE}.")
    is_expression = content.startswith("`")
    nulls = _taken_after("nulls", rest)
    statistics = _taken_after("statistics", rest)
    collation = _taken_after("collate", rest)
    order = next((word for word in rest if word in _ORDERS), "")
    opclasses = [word for word in rest if word not in _ORDERS]
    if len(opclasses) > 1 or len(rest) > len(opclasses) + 1 or nulls not in {"", "first", "last"}:
        raise GrammarError(
            f"{text!r} is no key of an index",
            'Write a column or `SQL`, then collate "C", an operator class, desc, nulls last.',
        )
    return IndexKey(
        content=code_in(content) if is_expression else content,
        is_expression=is_expression,
        collation=collation,
        opclass=opclasses[0] if opclasses else "",
        order="desc" if order == "desc" else "",
        nulls="" if nulls == ("first" if order == "desc" else "last") else nulls,
        statistics=statistics,
    )


def optional_names(text: str) -> tuple[str, ...]:
    """Return the names in a list that may be missing."""
    return names_in(text) if text else ()


def optional_code(text: str) -> str:
    """Return what a code span holds that may be missing."""
    return code_in(text) if text else ""


def write_storage(options: tuple[str, ...], *, is_clustered: bool) -> tuple[str, ...]:
    """Return the clauses on how an index is stored."""
    clustered = ("clustered",) if is_clustered else ()
    return (*clustered, *(f"with {code(option)}" for option in options))


def read_options(said: Clauses) -> tuple[str, ...]:
    """Return the storage parameters of an index."""
    return tuple(sorted(code_in(option) for option in said.all_after("with")))


def _taken_after(word: str, rest: list[str]) -> str:
    """Take a word and the one behind it out of the rest; return the latter."""
    if word not in rest[:-1]:
        return ""
    place = rest.index(word)
    following = rest[place + 1]
    del rest[place : place + 2]
    return following
