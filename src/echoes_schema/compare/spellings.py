"""Whether two spellings of SQL mean the same in a given database."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from echoes_schema.compare.facts import Fact, Sql
from echoes_schema.schema import Column, Function, Other, Schema, Table, View, ViewColumn, unquoted

if TYPE_CHECKING:
    from echoes_schema.compare.fixpoint import Server

NORMALISER = "normaliser"
POSTGRESQL = "PostgreSQL"
# Which side people wrote: the documentation, not the live one.
BY_HAND = (True, False)
_NONE: frozenset[str] = frozenset()
_QUOTE = '"'
_WORD = re.compile(r"\w")
_UNQUALIFIED = re.compile(r'("(?:[^"]|"")*"|[^".(]+)(?:\(|\Z)')


@dataclass(frozen=True, slots=True)
class Judging:
    """Who tells whether two texts that differ mean the same.

    `written` tells which side people wrote. What the normaliser does not find equal, the `server`
    is asked about, where there is one. `methods` counts what each of them judged.
    """

    written: tuple[bool, bool] = BY_HAND
    server: Server | None = None
    methods: Counter[str] = field(default_factory=Counter)


class Spellings:
    """Compares SQL from the documentation with SQL that a server printed.

    What people wrote, as `judging` tells of either side, may mean an object in `public` by an
    unqualified name; a server prints its schema. The types of columns are those of the live side.
    """

    def __init__(self, documented: Schema, live: Schema, judging: Judging | None = None) -> None:
        self._live = live
        self._judging = judging or Judging()
        public = _public(documented) | _public(live)
        # Beside `=` in public there is still the server's own: either may be meant.
        readings = tuple({public, frozenset(filter(_WORD.match, public))})
        self._public, self._live_public = (
            readings if by_hand else (_NONE,) for by_hand in self._judging.written
        )
        self._columns: dict[str, str] | None = None
        self._around: dict[str, Table | View | Other] | None = None

    def is_same(self, documented: Fact, live: Fact, types: Mapping[str, str]) -> bool:
        """Tell whether two facts say the same; `types` are those of the table's columns."""
        if len(documented.parts) != len(live.parts):
            return False
        pairs = zip(documented.parts, live.parts, strict=True)
        return all(one == other or self._is_same(one, other, types) for one, other in pairs)

    def _is_same(self, documented: str | Sql, live: str | Sql, types: Mapping[str, str]) -> bool:
        if isinstance(documented, str) or isinstance(live, str):
            return False
        if not documented.text or not live.text:
            return documented.text == live.text
        is_same = self._is_normally_same(documented, live, types)
        if not is_same and self._judging.server is not None:
            one, other = zip((documented, live), self._judging.written, strict=True)
            said = self._judging.server.is_same(one, other, types)
            if said is not None:
                self._judging.methods[POSTGRESQL] += 1
                return said
        self._judging.methods[NORMALISER] += 1
        return is_same

    def _is_normally_same(self, documented: Sql, live: Sql, types: Mapping[str, str]) -> bool:
        # pglast is only loaded where the texts differ.
        from echoes_schema.parser import expressions

        def readings(text: str, publics: tuple[frozenset[str], ...]) -> set[str]:
            if live.is_query:
                columns = self._all_columns()
                return {expressions.canonical_query(text, columns, public=one) for one in publics}
            return {
                expressions.canonical(text, types, public=one, target=live.target)
                for one in publics
            }

        one = readings(documented.text, self._public)
        return not one.isdisjoint(readings(live.text, self._live_public))

    def types_around(self, label: str) -> Mapping[str, str]:
        """Return the types that an expression within a live object speaks of, by its label."""
        if self._around is None:
            live = self._live
            domains = (other for other in live.others if other.kind == "domain")
            self._around = {
                **{f"table {table.name}": table for table in live.tables},
                **{f"{view.kind} {view.name}": view for view in live.views},
                **{f"domain {one.name}": one for one in domains},
            }
        whole = self._around.get(label)
        if isinstance(whole, Other):
            return {"value": dict(whole.facts)["type"]}
        return types_of(whole.columns) if whole else {}

    def _all_columns(self) -> dict[str, str]:
        if self._columns is None:
            relations: tuple[Table | View, ...] = (*self._live.tables, *self._live.views)
            self._columns = {
                f"{relation.name.replace(_QUOTE, '')}.{name}": kind
                for relation in relations
                for name, kind in types_of(relation.columns).items()
            }
        return self._columns


def types_of(columns: tuple[Column, ...] | tuple[ViewColumn, ...]) -> dict[str, str]:
    """Return the types of columns by bare name."""
    return {unquoted(column.name): column.type for column in columns}


def _public(schema: Schema) -> frozenset[str]:
    """Return the bare names of the functions, types and operators that live in `public`."""
    items: tuple[Function | Other, ...] = (*schema.functions, *schema.others)
    found = (_UNQUALIFIED.match(item.name) for item in items)
    return frozenset(unquoted(match[1]) for match in found if match)
