"""Trigger rows as values."""

from __future__ import annotations

from echoes_schema.catalog.constraints import deferral
from echoes_schema.catalog.names import Names
from echoes_schema.catalog.objects import plain_name
from echoes_schema.catalog.rows import TriggerRow
from echoes_schema.schema import Trigger, one_line, qualified, quoted

# Bits of pg_trigger.tgtype.
_ROW = 1
_BEFORE = 2
_INSTEAD = 64
_EVENTS = {4: "insert", 16: "update", 8: "delete", 32: "truncate"}
_ENABLED = {"O": "enabled", "D": "disabled", "R": "replica", "A": "always"}


def trigger_from(row: TriggerRow, names: Names) -> Trigger:
    """Return the trigger that a row describes."""
    return Trigger(
        name=quoted(row.name),
        timing=_timing(row.type),
        events=tuple(event for bit, event in _EVENTS.items() if row.type & bit),
        function=qualified(row.function_schema, row.function_name),
        level="row" if row.type & _ROW else "statement",
        columns=names.columns_of(row.relation, row.columns),
        when=_when(row),
        arguments=tuple(_literal(text) for text in row.arguments.split(b"\0")[:-1]),
        old_table=quoted(row.old_table) if row.old_table else "",
        new_table=quoted(row.new_table) if row.new_table else "",
        referenced=plain_name(row.referenced_table or ""),
        deferral=_deferral(row),
        enabled=_ENABLED[row.enabled],
        comment=row.comment or "",
    )


def _timing(bits: int) -> str:
    if bits & _INSTEAD:
        return "instead of"
    return "before" if bits & _BEFORE else "after"


def _when(row: TriggerRow) -> str:
    """Return the condition, cut out of the definition.

    pg_get_expr refuses an expression that speaks of two rows, OLD and NEW.
    """
    if not row.definition:
        return ""
    _, _, rest = row.definition.partition(" FOR EACH ")
    _, _, rest = rest.partition(" WHEN (")
    condition, _, _ = rest.rpartition(") EXECUTE FUNCTION ")
    return condition


def _literal(text: bytes) -> str:
    # The server keeps them as it got them, in its own encoding.
    doubled = text.decode(errors="backslashreplace").replace("'", "''")
    return one_line(f"'{doubled}'")


def _deferral(row: TriggerRow) -> str:
    if not row.is_constraint:
        return ""
    when = deferral(is_deferrable=row.is_deferrable, is_deferred=row.is_deferred)
    return f"constraint {when}".strip()
