"""Function rows as values."""

from __future__ import annotations

from echoes_schema.catalog.rows import FunctionRow
from echoes_schema.schema import Function, qualified, quoted

_VOLATILITY = {"i": "immutable", "s": "stable", "v": "volatile"}
_PARALLEL = {"s": "safe", "r": "restricted", "u": "unsafe"}


def function_from(row: FunctionRow, usual_owner: str) -> Function:
    """Return the function that a row describes."""
    return Function(
        name=f"{qualified(row.schema, row.name)}({row.types})",
        returns=row.returns,
        language=row.language,
        body=row.body.replace("\r\n", "\n").strip("\n"),
        arguments="" if row.arguments == row.types else row.arguments,
        volatility=_VOLATILITY[row.volatility],
        parallel=_PARALLEL[row.parallel],
        is_strict=row.is_strict,
        is_security_definer=row.is_security_definer,
        is_leakproof=row.is_leakproof,
        is_window=row.is_window,
        cost=row.cost or "",
        rows=row.rows or "",
        support=row.support or "",
        library=row.library or "",
        owner="" if row.owner == usual_owner else quoted(row.owner),
        settings=tuple(sorted(row.settings)),
        comment=row.comment or "",
    )
