"""Sequences: those of a column belong to it, the others are objects of their own."""

from __future__ import annotations

import re

from echoes_schema.catalog.names import Names
from echoes_schema.catalog.objects import plain_name
from echoes_schema.catalog.rows import ColumnRow, SequenceRow
from echoes_schema.schema import Other, quoted

# Increment, minimum, maximum, start, cache, and whether it cycles.
_USUAL = (None, None, None, None, None, False)
# As long as the server makes a name that it had to shorten.
_SHORTENED = 62


def is_part_of_column(row: SequenceRow) -> bool:
    """Tell whether a sequence is nothing but what an identity or a serial default draws from."""
    return row.is_default and row.has_same_owner and not row.comment


def unusual(row: SequenceRow, column: ColumnRow) -> tuple[str, ...]:
    """Return what is said of a column's sequence, empty where all is as usual."""
    name = f"{row.relation_name}_{column.name}_seq"
    if row[4:11] == (column.type, *_USUAL) and row.bare_name == name and not row.is_kept_otherwise:
        return ()
    facts = _facts(row, usual_type=column.type)
    # That of a serial stands in the default.
    if row.is_identity and not _looks_given(row, column):
        facts.append(("name", quoted(row.bare_name)))
    if row.is_kept_otherwise:
        facts.append(("unlogged" if row.is_unlogged else "logged", ""))
    return tuple(" ".join(part for part in fact if part) for fact in facts)


def sequence_from(row: SequenceRow, names: Names, usual_owner: str) -> Other:
    """Return a sequence as an object of its own, with the column that owns it."""
    facts = _facts(row, usual_type="bigint")
    # That of a column follows its table.
    if row.is_unlogged:
        facts.append(("persistence", "unlogged"))
    if row.owner != usual_owner:
        facts.append(("owner", quoted(row.owner)))
    if row.relation is not None and row.relation in names.tables:
        (column,) = names.columns_of(row.relation, [row.number or 0])
        facts.append(("owned-by", f"{names.tables[row.relation]}.{column}"))
    return Other("sequence", plain_name(row.name), tuple(facts), row.comment or "")


def _looks_given(row: SequenceRow, column: ColumnRow) -> bool:
    """Tell whether the server may have named a sequence when table or column had another name.

    It shortens names that are too long, and counts where one is taken.
    """
    name = re.sub(r"_seq\d*\Z", "", row.bare_name)
    is_long = len(row.bare_name.encode()) >= _SHORTENED
    ends = name.endswith(f"_{column.name}") or name.startswith(f"{row.relation_name}_")
    return name != row.bare_name and (is_long or ends)


def _facts(row: SequenceRow, *, usual_type: str) -> list[tuple[str, str]]:
    said = {
        "type": "" if row.type == usual_type else row.type,
        "start": row.start,
        "increment": row.increment,
        "minimum": row.minimum,
        "maximum": row.maximum,
        "cache": row.cache,
    }
    facts = [(name, str(value)) for name, value in said.items() if value not in {None, ""}]
    if row.is_cycle:
        facts.append(("cycle", "yes"))
    return facts
