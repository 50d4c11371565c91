"""What looks like a rename, but was not said to be one."""

from __future__ import annotations

from collections.abc import Iterator

from echoes_schema.ddl.changes import Changes
from echoes_schema.schema import Column, Table


def suspicions(found: Changes) -> tuple[str, ...]:
    """Return one sentence for each table or column that may be another one under a new name."""
    return (*_tables(found), *_columns(found))


def _tables(found: Changes) -> Iterator[str]:
    gone = [found.old[label].item for label in sorted(found.gone())]
    added = [found.new[label].item for label in sorted(found.added())]
    for old in gone:
        for new in added:
            if isinstance(old, Table) and isinstance(new, Table) and _shape(old) == _shape(new):
                yield (
                    f"table {new.name} has the columns of table {old.name}; if it is that one "
                    f"renamed, say --rename table:{old.name}={_bare(new.name)}"
                )


def _shape(table: Table) -> set[tuple[str, str]]:
    return {(column.name, column.type) for column in table.columns} or {("", table.name)}


def _columns(found: Changes) -> Iterator[str]:
    for label, part in found.new.items():
        before = found.old[label].item if label in found.old else None
        if isinstance(part.item, Table) and isinstance(before, Table) and part.kind == "table":
            yield from _columns_of(before, part.item)


def _columns_of(old: Table, new: Table) -> Iterator[str]:
    was, now = ({column.name for column in table.columns} for table in (old, new))
    gone = [column for column in old.columns if column.name not in now]
    added = [column for column in new.columns if column.name not in was]
    for before in gone:
        for column in added:
            if _kind(before) == _kind(column):
                yield (
                    f"column {new.name}.{column.name} is like column {before.name}; if it is that "
                    f"one renamed, say --rename column:{old.name}.{before.name}={column.name}"
                )


def _kind(column: Column) -> tuple[str, bool, str]:
    return column.type, column.is_nullable, column.generated


def _bare(name: str) -> str:
    return name.rpartition(".")[2]
