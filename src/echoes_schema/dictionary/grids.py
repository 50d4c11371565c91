"""One table of a page brought up to the live schema, row by row."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace

from echoes_schema.dictionary import partitions, writer
from echoes_schema.dictionary.cells import name_in
from echoes_schema.dictionary.edits import Edits
from echoes_schema.dictionary.markdown import Block, Row
from echoes_schema.dictionary.sections import (
    COLUMNS,
    OTHERS,
    PARTITIONS,
    VIEW_COLUMNS,
    Section,
    other_in,
)
from echoes_schema.schema import Other

Header = tuple[str, ...]
_COMMENT = frozenset({"comment"})
_IN_ORDER = frozenset({COLUMNS, VIEW_COLUMNS})


@dataclass(frozen=True, slots=True)
class Grid:
    """A table of a section, its rows as documented and as they are.

    `differing` names the facts in which a documented row differs from a live one.
    """

    section: Section
    header: Header
    documented: Iterable[writer.Item]
    live: Iterable[writer.Item]
    differing: Callable[[writer.Item, writer.Item], frozenset[str]]

    def refresh(self, edits: Edits, anchor: Block) -> Block:
        """Change the rows that differ; return the block that the next one stands behind."""
        block = self.section.tables().get(self.header)
        if block is None:
            text = writer.grid(self.header, self.live)
            if text:
                edits.insert(anchor, text)
                edits.notes += [f"{self._name} added {self._part(item)}" for item in self.live]
            return anchor
        lines = list(self._lines(edits))
        before = [edits.line(row.line) for row in self.section.rows(self.header)]
        if lines != before:
            head = [edits.line(block.line), edits.line(block.line + 1)]
            edits.replace(block, "\n".join([*head, *lines]) if lines else "")
        return block if lines else anchor

    def _lines(self, edits: Edits) -> Iterator[str]:
        """Yield the rows as they should be: those of the page first, columns in their order."""
        live = {_key(item): item for item in self.live}
        written = {self._row_key(row): row for row in self.section.rows(self.header)}
        for key in [key for key in written if key not in live]:
            kind = key[0] if self.header == OTHERS else self.header[0].lower()
            meaning = next((one.comment for one in self.documented if _key(one) == key), "")
            said = f", which meant: {meaning}" if meaning else ""
            edits.notes.append(f"{self._name} removed {kind} {key[-1]}{said}")
        kept = [key for key in written if key in live]
        keys = list(live) if self.header in _IN_ORDER else kept
        yield from (self._line(live[key], written.get(key), edits) for key in keys)
        if self.header not in _IN_ORDER:
            yield from (self._line(live[key], None, edits) for key in live if key not in written)

    def _line(self, item: writer.Item, row: Row | None, edits: Edits) -> str:
        if row is None:
            edits.notes.append(f"{self._name} added {self._part(item)}")
            return writer.row(item)
        documented = next(one for one in self.documented if _key(one) == _key(item))
        facts = self.differing(documented, item)
        if not facts:
            return edits.line(row.line)
        if facts == _COMMENT and not item.comment:
            edits.notes.append(
                f"{self._name} kept the meaning of {self._part(item)}: the database has no COMMENT"
            )
            return edits.line(row.line)
        edits.notes.append(f"{self._name} refreshed {self._part(item)}")
        return writer.row(replace(item, comment=item.comment or documented.comment))

    def _row_key(self, row: Row) -> tuple[str, ...]:
        if self.header == OTHERS:
            return other_in(row)
        if self.header == PARTITIONS:
            return (partitions.read_name(row),)
        return (name_in(row.cells[0]),)

    @property
    def _name(self) -> str:
        return f"{self.section.name or self.section.kind}:"

    def _part(self, item: writer.Item) -> str:
        kind = item.kind if isinstance(item, Other) else self.header[0].lower()
        return f"{kind} {item.name}"


def _key(item: writer.Item) -> tuple[str, ...]:
    return (item.kind, item.name) if isinstance(item, Other) else (item.name,)
