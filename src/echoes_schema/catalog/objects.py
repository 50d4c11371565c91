"""Objects of the many rarer kinds: each row of a query is one, each of its columns a fact."""

from __future__ import annotations

import re
from collections.abc import Mapping

from echoes_schema.schema import Other

_PUBLIC = "public."
# A word of SQL is quoted by the server, but not in the names that people are shown.
_QUOTED_WORD = re.compile(r'"([a-z_][a-z0-9_$]*)"')
_IDENTITY = frozenset({"kind", "name", "whole", "whole_kind", "comment"})


def object_from(row: Mapping[str, str | None], usual_owner: str) -> Other:
    """Return the object that a row describes. What is NULL is as PostgreSQL has it by itself."""
    return Other(
        kind=row["kind"] or "",
        name=_name(row),
        facts=tuple(
            (column.replace("_", "-"), text)
            for column, text in row.items()
            if text
            and column not in _IDENTITY
            and not (column == "owner" and text in {usual_owner, "pg_database_owner"})
        ),
        comment=row["comment"] or "",
    )


def plain_name(printed: str) -> str:
    """Return the name of an object, as the server prints it, in the spelling of Schema."""
    return _QUOTED_WORD.sub(r"\1", printed.removeprefix(_PUBLIC))


def _name(row: Mapping[str, str | None]) -> str:
    name = plain_name(row["name"] or "")
    if not row.get("whole_kind"):
        return name
    return f"{name} on {row['whole_kind']} {plain_name(row['whole'] or '')}".strip()
