"""Column rows as values."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from functools import lru_cache

from echoes_schema.catalog.names import Names
from echoes_schema.catalog.rows import ColumnRow, NotNullRow, Relations
from echoes_schema.catalog.sequences import is_part_of_column, unusual
from echoes_schema.schema import Column, ViewColumn, quoted

# The columns of each relation, by its oid.
Columns = Mapping[int, list[Column]]

# What goes into one column, in the order in which it is read.
_Row = tuple[str, str, bool, str, str, str | None, str | None, str | None, int | None]
_Said = tuple[str, tuple[str, ...], tuple[str, ...], tuple[str, ...], str]

_REMEMBERED = 4096
_GENERATED = {"s": "stored", "v": "virtual"}
_IDENTITY = {"a": "always", "d": "by default"}
_STORAGE = {"p": "plain", "e": "external", "m": "main", "x": "extended"}
# A mark of the server's own: PostgreSQL 15.20 leaves it when a column changes its type.
_INTERNAL = "pg_attver="
_COMPRESSION = {"p": "pglz", "l": "lz4"}


def columns_of(rows: Relations, names: Names) -> Columns:
    """Return the columns of tables and views, in their order."""
    sequences = {
        (row.relation, row.number): unusual(row, column)
        for row in rows.sequences
        if is_part_of_column(row) and (column := names.column(row.relation, row.number))
    }
    not_nulls = {(row.relation, row.number): _not_null(row) for row in rows.not_nulls}
    columns: dict[int, list[Column]] = defaultdict(list)
    for row in rows.columns:
        place = (row.relation, row.number)
        said = (
            names.defaults.get(place, ""),
            sequences.get(place, ()),
            not_nulls.get(place, ()),
            _options(row) if row.options or row.foreign_options else (),
            names.column_comments.get(place, ""),
        )
        columns[row.relation].append(_column(row[2:11], said))
    return columns


# Tables have columns in common, and a table that is read twice has all of them.
@lru_cache(maxsize=_REMEMBERED)
def _column(row: _Row, said: _Said) -> Column:
    """Return a column from what its row holds but for numbers, and what is said elsewhere."""
    name, type_, is_nullable, generated, identity, collation, storage, compression, statistics = row
    default, sequence, not_null, options, comment = said
    return Column(
        name=quoted(name),
        type=type_,
        is_nullable=is_nullable,
        default=default,
        generated=_GENERATED.get(generated, ""),
        identity=_IDENTITY.get(identity, ""),
        collation=collation or "",
        sequence=sequence,
        not_null=not_null,
        storage=_STORAGE[storage] if storage else "",
        compression=_COMPRESSION[compression] if compression else "",
        statistics="" if statistics is None else str(statistics),
        options=options,
        comment=comment,
    )


def view_column(row: ColumnRow, names: Names) -> ViewColumn:
    """Return the column of a view, or of a materialized one."""
    said = {
        f"storage {_STORAGE.get(row.storage or '')}": row.storage is not None,
        f"compression {_COMPRESSION.get(row.compression or '')}": row.compression is not None,
        f"statistics {row.statistics}": row.statistics is not None,
    }
    return ViewColumn(
        name=quoted(row.name),
        type=row.type,
        default=names.defaults.get((row.relation, row.number), ""),
        options=(*(text for text, is_so in said.items() if is_so), *_options(row)),
        comment=names.column_comments.get((row.relation, row.number), ""),
    )


def _not_null(row: NotNullRow) -> tuple[str, ...]:
    said = {
        f"constraint {quoted(row.name or '')}": row.name is not None,
        "no inherit": row.is_local_only,
        "not valid": not row.is_validated,
    }
    return tuple(text for text, is_so in said.items() if is_so)


def _options(row: ColumnRow) -> tuple[str, ...]:
    foreign = (f"option {option}" for option in row.foreign_options or ())
    own = (option for option in row.options or () if not option.startswith(_INTERNAL))
    return tuple(sorted([*own, *foreign]))
