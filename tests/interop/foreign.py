"""A folder laid out for another tool, and the database that the tool keeps."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

import psycopg

from echoes_schema import database
from echoes_schema.migrations import adopt, folder, journal, runner, state
from echoes_schema.migrations.adopt import Adopted, Options, Proposal

PLAN = "%syntax-version=1.0.0\n%project=fleet\n\n"
PLANNED = " 2025-01-01T00:00:00Z Ann <ann@example.org> # a note"


def plan(*lines: str) -> str:
    """Return a sqitch plan with a change or tag on each line after the third."""
    return PLAN + "".join(f"{line}{PLANNED}\n" for line in lines)


# Two tables and their way back, as each tool wants them.
FILES: dict[str, dict[str, str]] = {
    "yoyo": {
        "20250101_01_aaaaa-a.sql": "-- author: ann\n-- depends: \n\nCREATE TABLE a ();\n",
        "20250101_01_aaaaa-a.rollback.sql": "-- note: back\nDROP TABLE a;\n",
        "20250101_02_bbbbb-b.sql": "-- depends: 20250101_01_aaaaa-a\nCREATE TABLE b ();\n",
        "20250101_02_bbbbb-b.rollback.sql": "DROP TABLE b;\n",
    },
    "dbmate": {
        "20250101000001_a.sql": "-- author: ann\n-- migrate:up\nCREATE TABLE a ();\n"
        "-- migrate:down\n-- note: back\nDROP TABLE a;\n",
        "20250101000002_b.sql": "-- migrate:up\nCREATE TABLE b ();\n-- migrate:down\nDROP TABLE b;",
    },
    "golang-migrate": {
        "000001_a.up.sql": "-- author: ann\nBEGIN;\nCREATE TABLE a ();\nCOMMIT;\n",
        "000001_a.down.sql": "BEGIN; DROP TABLE a; COMMIT;",
        "000002_b.up.sql": "CREATE TABLE b ();\n",
        "000002_b.down.sql": "DROP TABLE b;\n",
    },
    "flyway": {
        "V1__a.sql": "-- author: ann\nCREATE TABLE a ();\n",
        "U1__a.sql": "-- note: back\nDROP TABLE a;\n",
        "later/V1.1__b.sql": "CREATE TABLE b ();\n",
        "later/U1.1__b.sql": "DROP TABLE b;\n",
    },
    "sqitch": {
        "sqitch.conf": "[core]\n\tengine = pg\n",
        "sqitch.plan": plan("a", "b [a]"),
        "deploy/a.sql": "-- Deploy fleet:a to pg\n\nBEGIN;\n\nCREATE TABLE a ();\n\nCOMMIT;\n",
        "revert/a.sql": "-- Revert fleet:a from pg\n\nBEGIN;\n\nDROP TABLE a;\n\nCOMMIT;\n",
        "deploy/b.sql": "-- Deploy fleet:b to pg\n-- requires: a\nCREATE TABLE b ();\n",
        "revert/b.sql": "DROP TABLE b;\n",
    },
}
NAMES: Mapping[str, tuple[str, str]] = {
    "yoyo": ("20250101_01_aaaaa-a", "20250101_02_bbbbb-b"),
    "dbmate": ("20250101000001_a", "20250101000002_b"),
    "golang-migrate": ("000001_a", "000002_b"),
    "flyway": ("V1__a", "V1.1__b"),
    "sqitch": ("a", "b"),
}


def write(path: Path, files: Mapping[str, str | bytes]) -> Path:
    """Write files below `path`, by their names there, and return it."""
    for name, content in files.items():
        file = path / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


@dataclass(frozen=True)
class Fleet:
    """Runs our runner over a folder of another tool; `said` keeps what it told."""

    path: Path
    layout: str
    url: str
    connection: psycopg.Connection
    said: list[str] = field(default_factory=list)

    def of(self, layout: str, files: Mapping[str, str | bytes] | None = None) -> Fleet:
        """Return the same with another layout, and its files written."""
        write(self.path, FILES[layout] if files is None else files)
        return replace(self, layout=layout)

    def up(self, to: str | None = None) -> list[str]:
        options = runner.Options(to=to, layout=self.layout, say=self.said.append)
        with database.connect(self.url) as connection:
            return [one.id for one in runner.up(connection, self.path, options)]

    def down(self, steps: int | None = None) -> list[str]:
        options = runner.Options(steps=steps, layout=self.layout, say=self.said.append)
        with database.connect(self.url) as connection:
            return [one.id for one in runner.down(connection, self.path, options)]

    def adopt(self, tool: str = "", **options: object) -> tuple[Adopted, ...]:
        given = Options(tool=tool or self.layout, layout=self.layout)
        with database.connect(self.url) as connection:
            return adopt.adopt(connection, self.path, replace(given, **options))  # type: ignore[arg-type]

    def states(self) -> dict[str, str]:
        files = folder.read(self.path, self.layout)
        with database.connect(self.url) as connection:
            found = state.entries(files, journal.read(connection))
        return {entry.id: f"{entry.state} {entry.note}".rstrip() for entry in found}

    def tables(self, names: Iterable[str] = ("a", "b")) -> list[str]:
        """Return which of the named tables there are."""
        return [name for name in names if self.value(f"SELECT to_regclass('{name}')")]

    def value(self, query: str) -> object:
        row = self.connection.execute(query.encode()).fetchone()
        return row[0] if row else None


def refused(fleet: Fleet) -> Proposal:
    """Return what adopting asks, having said no."""
    heard: list[Proposal] = []

    def say_no(proposal: Proposal) -> bool:
        heard.append(proposal)
        return False

    assert fleet.adopt(confirm=say_no) == ()
    return heard[0]
