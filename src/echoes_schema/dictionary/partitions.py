"""Partitions as they stand in the dictionary: rows below their table, where they are no more."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from echoes_schema.dictionary.cells import code, code_in, name, name_in, prose, prose_in
from echoes_schema.dictionary.markdown import Row
from echoes_schema.schema import Table


def write(partition: Table) -> tuple[str, ...]:
    """Return the cells of a partition."""
    return name(partition.name), code(partition.bound), prose(partition.comment)


def read_name(row: Row) -> str:
    """Return the name of the partition that a row is about. Raises GrammarError."""
    cell = row.cells[0]
    written = code_in(cell) if cell.startswith("`") else cell
    return written.removeprefix("public.") if "." in written else name_in(cell)


def read(row: Row, parent: Table) -> Table:
    """Return the partition that a row of its table defines. Raises GrammarError."""
    _, bound, meaning = row.cells
    return _made(parent, read_name(row), code_in(bound), prose_in(meaning))


def plain(tables: Iterable[Table]) -> dict[str, list[Table]]:
    """Return by table the partitions that are what PostgreSQL makes of it, and nothing more."""
    known = {table.name: table for table in tables}
    found: dict[str, list[Table]] = {}
    for one in known.values():
        parent = known.get(one.partition_of)
        if parent and one == _made(parent, one.name, one.bound, one.comment):
            found.setdefault(parent.name, []).append(one)
    return found


def _made(parent: Table, called: str, bound: str, comment: str) -> Table:
    """Return what CREATE TABLE … PARTITION OF makes: statistics and options are not inherited."""
    columns = (replace(one, statistics="", options=(), comment="") for one in parent.columns)
    option = f"partition of {parent.name} {bound}"
    return Table(called, tuple(columns), options=(option,), comment=comment)
