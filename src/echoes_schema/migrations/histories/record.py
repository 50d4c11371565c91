"""What is read from another tool's table."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from echoes_schema.errors import MigrationError

if TYPE_CHECKING:
    from psycopg import Connection
    from psycopg.rows import TupleRow

    from echoes_schema.migrations.folder import Folder


@dataclass(frozen=True, slots=True)
class Record:
    """One migration that the other tool says is applied.

    `label` is what the tool calls it, `id` the file that it means, or None where there is none.
    `applied_at` is None where the tool does not keep it; `is_verified` says that the tool keeps a
    checksum, and the file has it.
    """

    label: str
    id: str | None
    applied_at: datetime | None = None
    is_verified: bool = False
    note: str = ""


@dataclass(frozen=True, slots=True)
class TheirHistory:
    """Their records in the order of application, and what else a person should know."""

    table: str
    records: tuple[Record, ...]
    notes: tuple[str, ...] = ()


Reader = Callable[["Connection[TupleRow]", str, "Folder"], TheirHistory]


def refuse_different(places: Iterable[str]) -> None:
    """Raise MigrationError when there are files that are not what was applied."""
    listed = ", ".join(places)
    if listed:
        raise MigrationError(
            f"not what was applied, by its checksum: {listed}",
            "Put the old text back, and write the change as a new migration.",
        )
