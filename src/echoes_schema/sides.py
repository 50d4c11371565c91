"""Where a schema can come from: a live database, a saved snapshot, or the documentation."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from echoes_schema import catalog, conform, database, dictionary, snapshot
from echoes_schema.compare import between, compare
from echoes_schema.errors import SettingsError
from echoes_schema.model import Report
from echoes_schema.schema import Schema
from echoes_schema.snapshot import Snapshot

if TYPE_CHECKING:
    import psycopg
    from psycopg.rows import TupleRow

_NEWEST = 18


@dataclass(frozen=True, slots=True)
class Side:
    """A schema, and what a person is told of where it comes from: never a password.

    `is_written` tells that people wrote it, and not a server.
    """

    schema: Schema
    origin: str
    postgres: int
    is_written: bool = False


def read(one: str, other: str) -> tuple[Side, Side]:
    """Return both sides that are named by URL, file or folder.

    Where a page of the documentation differs by version it is read for that of the other side.
    Raises SettingsError for what names none of these, and what reading them raises.
    """
    is_documented = [Path(source).is_dir() for source in (one, other)]
    found = [
        None if is_docs else _read(source)
        for source, is_docs in zip((one, other), is_documented, strict=True)
    ]
    postgres = next((side.postgres for side in found if side), _NEWEST)
    first, second = (
        side or _documented(Path(source), postgres)
        for side, source in zip(found, (one, other), strict=True)
    )
    return first, second


def diff(one: Side, other: Side) -> Report:
    """Return what the second side has otherwise than the first, which are called A and B."""
    findings = compare(
        one.schema,
        other.schema,
        wording=between("A", "B"),
        written=(one.is_written, other.is_written),
    )
    return Report(checked=conform.counted(one.schema), findings=findings)


def _read(source: str) -> Side:
    if Path(source).is_file():
        saved = snapshot.read(Path(source))
        return Side(saved.schema, source, saved.postgres)
    if "://" not in source and "=" not in source:
        raise SettingsError(
            f"{source}: no database, snapshot or folder",
            "Give a URL, a file that echoes-schema snapshot wrote, or a folder of documentation.",
        )
    with database.connect(source) as connection:
        taken = take(connection)
        return Side(taken.schema, database.describe(connection), taken.postgres)


def take(connection: psycopg.Connection[TupleRow]) -> Snapshot:
    """Return the snapshot of a live database."""
    return Snapshot(catalog.read(connection), connection.info.server_version // 10000)


def _documented(folder: Path, postgres: int) -> Side:
    documented = dictionary.read(folder, postgres * 10000)
    if not documented.places:
        raise SettingsError(
            f"{folder}: no page documents anything", "Name a folder like docs/schema."
        )
    return Side(
        documented.schema, f"{folder}, for PostgreSQL {postgres}", postgres, is_written=True
    )
