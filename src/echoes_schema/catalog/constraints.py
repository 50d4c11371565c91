"""Constraint rows as values."""

from __future__ import annotations

from echoes_schema.catalog.indexes import included, keys_of, parameters_of
from echoes_schema.catalog.names import Names
from echoes_schema.catalog.rows import ConstraintRow
from echoes_schema.schema import Check, Constraint, Exclusion, ForeignKey, Key, quoted

_ACTIONS = {
    "a": "no action",
    "r": "restrict",
    "c": "cascade",
    "n": "set null",
    "d": "set default",
}
_MATCHES = {"s": "simple", "f": "full", "p": "partial"}


def constraint_from(row: ConstraintRow, names: Names) -> Constraint:
    """Return the constraint that a row describes."""
    if row.kind == "c":
        return _check(row, names)
    if row.kind == "f":
        return _foreign_key(row, names)
    return _exclusion(row, names) if row.kind == "x" else _key(row, names)


def deferral(*, is_deferrable: bool, is_deferred: bool) -> str:
    """Return when a constraint is checked, empty for: at once."""
    if not is_deferrable:
        return ""
    return "deferrable initially deferred" if is_deferred else "deferrable"


def _check(row: ConstraintRow, names: Names) -> Check:
    is_enforced = names.enforcement(row.oid).is_enforced
    return Check(
        name=quoted(row.name),
        expression=row.expression or "",
        is_inherited=row.is_inherited,
        is_validated=row.is_validated or not is_enforced,
        is_enforced=is_enforced,
        comment=row.comment or "",
    )


def _foreign_key(row: ConstraintRow, names: Names) -> ForeignKey:
    enforcement = names.enforcement(row.oid)
    return ForeignKey(
        name=quoted(row.name),
        columns=names.columns_of(row.relation, row.columns),
        references=names.tables[row.referenced_relation],
        referenced=names.columns_of(row.referenced_relation, row.referenced or ()),
        on_delete=_ACTIONS[row.on_delete],
        on_update=_ACTIONS[row.on_update],
        delete_columns=names.columns_of(row.relation, row.delete_columns or ()),
        match=_MATCHES[row.match],
        deferral=deferral(is_deferrable=row.is_deferrable, is_deferred=row.is_deferred),
        is_period=enforcement.is_temporal,
        is_validated=row.is_validated or not enforcement.is_enforced,
        is_enforced=enforcement.is_enforced,
        comment=row.comment or "",
    )


def _key(row: ConstraintRow, names: Names) -> Key:
    index = names.indexes[row.index_oid]
    return Key(
        name=quoted(row.name),
        kind="primary key" if row.kind == "p" else "unique",
        columns=names.columns_of(row.relation, row.columns),
        include=included(index, names),
        nulls_not_distinct=index.nulls_not_distinct,
        without_overlaps=names.enforcement(row.oid).is_temporal,
        deferral=deferral(is_deferrable=row.is_deferrable, is_deferred=row.is_deferred),
        options=parameters_of(index),
        is_clustered=index.is_clustered,
        comment=row.comment or "",
    )


def _exclusion(row: ConstraintRow, names: Names) -> Exclusion:
    index = names.indexes[row.index_oid]
    return Exclusion(
        name=quoted(row.name),
        method=index.method,
        keys=tuple(zip(keys_of(index, names), row.operators or (), strict=True)),
        include=included(index, names),
        where=index.predicate or "",
        deferral=deferral(is_deferrable=row.is_deferrable, is_deferred=row.is_deferred),
        options=parameters_of(index),
        is_clustered=index.is_clustered,
        comment=row.comment or "",
    )
