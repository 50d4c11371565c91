"""Index rows as values."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from echoes_schema.catalog.names import Names
from echoes_schema.catalog.rows import IndexColumnRow, IndexRow
from echoes_schema.schema import Index, IndexKey, quoted

# Order and place of NULL by the bits of pg_index.indoption; what goes without saying is empty.
_ORDERS = (("", ""), ("desc", "last"), ("", "first"), ("desc", ""))
_REMEMBERED = 4096
_USUAL = IndexColumnRow(relation=0, number=0, options=[], statistics=None)


def index_from(row: IndexRow, names: Names) -> Index:
    """Return the index that a row describes."""
    return Index(
        name=quoted(row.name),
        method=row.method,
        keys=keys_of(row, names),
        is_unique=row.is_unique,
        include=included(row, names),
        where=row.predicate or "",
        nulls_not_distinct=row.nulls_not_distinct,
        is_valid=row.is_valid,
        is_clustered=row.is_clustered,
        options=parameters_of(row),
        comment=row.comment or "",
    )


def keys_of(row: IndexRow, names: Names) -> tuple[IndexKey, ...]:
    """Return the keys of an index, in order."""
    expressions = iter(row.expressions or ())
    if row.key_count == 1:
        return (_key(row, 0, expressions, names),)
    return tuple([_key(row, place, expressions, names) for place in range(row.key_count)])


def included(row: IndexRow, names: Names) -> tuple[str, ...]:
    """Return the columns that an index carries beside its keys."""
    return names.columns_of(row.relation, _numbers(row.columns)[row.key_count :])


def parameters_of(row: IndexRow) -> tuple[str, ...]:
    """Return the storage parameters of an index, and its tablespace, sorted."""
    return tuple(sorted(row.parameters)) if row.parameters else ()


def _key(row: IndexRow, place: int, expressions: Iterator[str], names: Names) -> IndexKey:
    number = _numbers(row.columns)[place]
    column = names.columns[row.relation][number] if number else None
    order, nulls = _ORDERS[_numbers(row.options)[place]]
    unusual = names.index_columns.get((row.oid, place + 1), _USUAL)
    return _made(
        quoted(column.name) if column else next(expressions),
        column is None,
        names.collation(_numbers(row.collations)[place], column),
        names.opclass(_numbers(row.opclasses)[place], column, unusual.options),
        order,
        nulls,
        "" if unusual.statistics is None else str(unusual.statistics),
    )


@lru_cache(maxsize=_REMEMBERED)
def _numbers(vector: str) -> tuple[int, ...]:
    """Return the elements of an int2vector or oidvector."""
    return tuple(map(int, vector.split()))


# Most are columns, and the same ones in many tables.
_made = lru_cache(maxsize=_REMEMBERED)(IndexKey)
