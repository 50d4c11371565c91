"""What the numbers in catalogue rows stand for."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from echoes_schema.catalog.rows import (
    ColumnRow,
    EnforcementRow,
    IndexColumnRow,
    IndexRow,
    Keys,
    OpclassRow,
    Relations,
)
from echoes_schema.schema import qualified, quoted

_USUAL = EnforcementRow(oid=0, is_temporal=False, is_enforced=True)
_DEFAULT_COLLATION = 100


@dataclass(frozen=True, slots=True)
class Names:
    """Look-ups by oid, and for columns by relation and number; `spelled` are their names."""

    tables: Mapping[int, str]
    columns: Mapping[int, Mapping[int, ColumnRow]]
    spelled: Mapping[int, Mapping[int, str]]
    column_comments: Mapping[tuple[int, int], str]
    defaults: Mapping[tuple[int, int], str]
    opclasses: Mapping[int, OpclassRow]
    default_opclasses: Mapping[tuple[int, int], int]
    collations: Mapping[int, str]
    indexes: Mapping[int, IndexRow] = field(default_factory=dict)
    index_columns: Mapping[tuple[int, int], IndexColumnRow] = field(default_factory=dict)
    enforcements: Mapping[int, EnforcementRow] = field(default_factory=dict)

    def column(self, relation: int | None, number: int | None) -> ColumnRow | None:
        """Return a column, None where it is none of a relation that was read."""
        return self.columns.get(relation or 0, {}).get(number or 0)

    def columns_of(self, relation: int, numbers: Sequence[int]) -> tuple[str, ...]:
        """Return the names of a relation's columns, in the order of `numbers`."""
        if not numbers:
            return ()
        spelled = self.spelled[relation]
        # Most are one.
        if len(numbers) == 1:
            return (spelled[numbers[0]],)
        return tuple([spelled[number] for number in numbers])

    def opclass(self, oid: int, column: ColumnRow | None, parameters: Sequence[str] = ()) -> str:
        """Return the operator class of an index key, empty where the key's type implies it."""
        opclass = self.opclasses[oid]
        if parameters:
            return f"{_name(opclass.schema, opclass.name)}({','.join(sorted(parameters))})"
        implied = opclass.is_default
        if column is not None:
            own = self.default_opclasses.get((opclass.method, column.type_oid), oid)
            implied = implied and own == oid
        return "" if implied else _name(opclass.schema, opclass.name)

    def collation(self, oid: int, column: ColumnRow | None) -> str:
        """Return the collation of an index key, empty where it is the column's own."""
        usual = column.collation_oid if column else _DEFAULT_COLLATION
        return "" if oid in (0, usual) else self.collations[oid]

    def enforcement(self, oid: int) -> EnforcementRow:
        return self.enforcements.get(oid, _USUAL)


def names_of(rows: Relations) -> Names:
    """Return the look-ups of one reading, but for those of keys."""
    columns: dict[int, dict[int, ColumnRow]] = defaultdict(dict)
    spelled: dict[int, dict[int, str]] = defaultdict(dict)
    for column in rows.columns:
        relation, number, name = column[:3]
        columns[relation][number] = column
        spelled[relation][number] = quoted(name)
    return Names(
        tables={row.oid: qualified(row.schema, row.name) for row in rows.relations},
        columns=columns,
        spelled=spelled,
        column_comments={(row.relation, row.number): row.comment for row in rows.column_comments},
        defaults={
            place: row.expression
            for row in rows.defaults
            for place in zip(row.relations, row.numbers, strict=True)
        },
        opclasses={row.oid: row for row in rows.opclasses},
        default_opclasses={
            (row.method, row.type_oid): row.oid for row in rows.opclasses if row.is_default
        },
        collations={row.oid: row.name for row in rows.collations},
    )


def with_keys(names: Names, rows: Keys) -> Names:
    """Return all look-ups of one reading."""
    return replace(
        names,
        indexes={row.oid: row for row in rows.indexes},
        index_columns={(row.relation, row.number): row for row in rows.index_columns},
        enforcements={row.oid: row for row in rows.enforcements},
    )


def _name(schema: str, name: str) -> str:
    return quoted(name) if schema == "pg_catalog" else qualified(schema, name)
