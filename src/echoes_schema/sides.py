"""Where a schema can come from: database, snapshot, dump, migrations or documentation."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field, replace
from enum import Enum, auto
from pathlib import Path
from typing import TYPE_CHECKING

from echoes_schema import catalog, database, scratch
from echoes_schema.errors import SettingsError
from echoes_schema.model import Report
from echoes_schema.release import NEWEST

if TYPE_CHECKING:
    import psycopg
    from psycopg.rows import TupleRow

    from echoes_schema.compare.fixpoint import Server
    from echoes_schema.impact.sizes import Size
    from echoes_schema.schema import Schema
    from echoes_schema.scratch import Where
    from echoes_schema.snapshot import Snapshot


@dataclass(frozen=True, slots=True)
class Side:
    """A schema, and what a person is told of where it comes from: never a password.

    `is_written` tells that people wrote it, and not a server. `sizes` are those of what holds
    rows in a live database, by name, where somebody wants to know. `unknown` are facts that it
    cannot tell of, having been saved before they were read.
    """

    schema: Schema
    origin: str
    postgres: int
    is_written: bool = False
    sizes: Mapping[str, Size] = field(default_factory=dict)
    unknown: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Means:
    """How a schema is built that only files tell of: where, and how migrations lie in a folder.

    `is_measured` tells that the sizes of a live database are wanted too.
    """

    where: Where
    layout: str = "echoes"
    is_measured: bool = False


class _Kind(Enum):
    DATABASE = auto()
    SNAPSHOT = auto()
    MIGRATIONS = auto()
    DUMP = auto()
    PAGES = auto()


def read(one: str, other: str, means: Means) -> tuple[Side, Side]:
    """Return both sides that are named by URL, file or folder.

    Migrations and dumps run in a throw-away database: on the server of the other side where that
    is a database, else on one of its version. Documentation is read for that version too. Raises
    SettingsError for what names none of these, and what reading them raises.
    """
    kinds = {source: _kind(source) for source in (one, other)}
    server = live_of(one, other)
    sides = _live([source for source, kind in kinds.items() if kind is _Kind.DATABASE], means)
    files = {source: kind for source, kind in kinds.items() if source not in sides}
    # First what knows its own version.
    for source, kind in sorted(files.items(), key=lambda item: item[1].value):
        postgres = next((side.postgres for side in sides.values()), None)
        if kind is _Kind.SNAPSHOT:
            from echoes_schema import snapshot

            saved = snapshot.read(Path(source))
            sides[source] = Side(saved.schema, source, saved.postgres, unknown=saved.unknown)
        elif kind is _Kind.PAGES:
            sides[source] = _documented(Path(source), postgres or NEWEST)
        else:
            sides[source] = _built(Path(source), kind, server, means, postgres)
    return sides[one], sides[other]


def read_one(source: str, means: Means) -> Side:
    """Return the side that is named by URL, file or folder. Raises what `read` raises."""
    return read(source, source, means)[0]


def live(connection: psycopg.Connection[TupleRow], *, is_measured: bool = False) -> Side:
    """Return the side of a database that is connected to, and its sizes where they are wanted."""
    return _taken(connection, catalog.read(connection), is_measured=is_measured)


def live_of(one: str, other: str) -> str:
    """Return the first of two sources that is a database, "" where neither is."""
    return next((source for source in (one, other) if _kind(source) is _Kind.DATABASE), "")


def diff(one: Side, other: Side, server: Server | None = None) -> Report:
    """Return what the second side has otherwise than the first, which are called A and B.

    The `server` is asked about SQL that the normaliser does not find equal.
    """
    from echoes_schema import conform, snapshot
    from echoes_schema.compare import Judging, between, compare

    judging = Judging((one.is_written, other.is_written), server)
    unknown = one.unknown | other.unknown
    findings = compare(
        snapshot.without(one.schema, unknown),
        snapshot.without(other.schema, unknown),
        wording=between("A", "B"),
        judging=judging,
    )
    return Report(
        conform.counted(one.schema),
        findings,
        {**conform.uncompared(one.schema, other.schema), **_unknown(unknown)},
        judging.methods,
    )


def _unknown(facts: frozenset[str]) -> dict[str, tuple[str, ...]]:
    return {"fact that a snapshot is too old for": tuple(sorted(facts))} if facts else {}


def take(connection: psycopg.Connection[TupleRow]) -> Snapshot:
    """Return the snapshot of a live database."""
    from echoes_schema.snapshot import Snapshot

    return Snapshot(catalog.read(connection), _major(connection))


def _major(connection: psycopg.Connection[TupleRow]) -> int:
    return connection.info.server_version // 10000


def _live(sources: list[str], means: Means) -> dict[str, Side]:
    """Return the databases, all of them read at the same time."""
    with ExitStack() as stack:
        opened = {source: stack.enter_context(database.connect(source)) for source in sources}
        schemas = {
            source: stack.enter_context(catalog.reading(connection))
            for source, connection in opened.items()
        }
        # What compares them is loaded while the servers work.
        from echoes_schema import conform, snapshot  # noqa: F401

        return {
            source: _taken(connection, schemas[source](), is_measured=means.is_measured)
            for source, connection in opened.items()
        }


def _taken(connection: psycopg.Connection[TupleRow], schema: Schema, *, is_measured: bool) -> Side:
    from echoes_schema.impact import sizes

    stored = sizes.stored(connection) if is_measured else {}
    return Side(schema, database.describe(connection), _major(connection), sizes=stored)


def _kind(source: str) -> _Kind:
    path = Path(source)
    if path.is_dir():
        has_sql = next(path.rglob("*.sql"), None) is not None
        return _Kind.MIGRATIONS if has_sql else _Kind.PAGES
    if path.is_file():
        with path.open("rb") as file:
            return _Kind.SNAPSHOT if file.read(1) in (b"{", b"[") else _Kind.DUMP
    if "://" in source or "=" in source:
        return _Kind.DATABASE
    raise SettingsError(
        f"{source}: no database, file or folder",
        "Give a URL, a file that echoes-schema snapshot or pg_dump wrote, or a folder of "
        "migrations or documentation.",
    )


def _built(path: Path, kind: _Kind, live: str, means: Means, postgres: int | None) -> Side:
    """Return what migrations or a dump build; `live` names the database beside which, or ""."""
    if kind is _Kind.MIGRATIONS:
        with _migrated(path, live, means, postgres or _own(means)) as built:
            return _of_files(path, built)
    from echoes_schema import dumps

    text = dumps.read(path)
    major = postgres or dumps.major(text) or _own(means)
    with _empty(live, means.where, major) as built:
        dumps.load(built, text, path)
        return _of_files(path, built)


@contextmanager
def _migrated(
    path: Path, live: str, means: Means, major: int
) -> Iterator[psycopg.Connection[TupleRow]]:
    if live:
        with (
            database.connect(live) as connection,
            scratch.migrated(connection, path, means.where, layout=means.layout) as built,
        ):
            yield built
    else:
        from echoes_schema.migrations import runner

        with scratch.alone(means.where, major) as built:
            scratch.fill(built, path, runner.Options(layout=means.layout))
            yield built


@contextmanager
def _empty(live: str, where: Where, major: int) -> Iterator[psycopg.Connection[TupleRow]]:
    if live:
        with database.connect(live) as connection, scratch.beside(connection, where) as built:
            yield built
    else:
        with scratch.alone(where, major) as built:
            yield built


def _own(means: Means) -> int:
    return int(means.where.postgres) if means.where.postgres.isdigit() else NEWEST


def _of_files(path: Path, built: psycopg.Connection[TupleRow]) -> Side:
    postgres = _major(built)
    schema = catalog.read(built)
    # Of the throw-away database itself nothing is worth telling.
    told = tuple(one for one in schema.unmodelled if not one[0].endswith(" of the database"))
    origin = f"{path}, built on PostgreSQL {postgres}"
    return Side(replace(schema, unmodelled=told), origin, postgres)


def _documented(folder: Path, postgres: int) -> Side:
    from echoes_schema import dictionary

    documented = dictionary.read(folder, postgres * 10000)
    if not documented.places:
        raise SettingsError(
            f"{folder}: no page documents anything", "Name a folder like docs/schema."
        )
    return Side(
        documented.schema, f"{folder}, for PostgreSQL {postgres}", postgres, is_written=True
    )
