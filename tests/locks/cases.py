"""The cases: a statement, what it does on a server, and how much of that its text tells.

A case is a block of a file in cases/: a title, for some versions only (`[18+]`, `[-17]`), the
statement, and what `outcome` says of it. `python -m tests.locks URL` writes the outcomes anew.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import psycopg

from echoes_schema import locks, trace
from echoes_schema.impact import relations
from echoes_schema.locks import Answer, Touch
from echoes_schema.parser import statements

FOLDER = Path(__file__).with_name("cases")
SCHEMA = Path(__file__).with_name("schema.sql").read_text("utf-8")
MARK = "--> "
NOTHING = "nothing"
TABLESPACE = "fast"
WORK = ("scan", "rewrite", "build")
_TITLE = re.compile(r"-- (?:\[(?P<least>\d*)\+\] |\[-(?P<most>\d*)\] )?(?P<title>.*)")


@dataclass(frozen=True)
class Case:
    """One statement. `lines` are the outcome that the file has, `least` and `most` versions."""

    family: str
    title: str
    sql: str
    lines: tuple[str, ...]
    least: int = 15
    most: int = 99

    @property
    def id(self) -> str:
        return f"{self.family}: {self.title}"


def read() -> list[Case]:
    """Return all cases, in the order of the files."""
    return [
        parse(path.stem, block)
        for path in sorted(FOLDER.glob("*.sql"))
        for block in path.read_text("utf-8").strip().split("\n\n")
    ]


def parse(family: str, block: str) -> Case:
    """Return the case that a block of a file is."""
    first, *rest = block.splitlines()
    found = _TITLE.fullmatch(first)
    assert found, first
    sql = "\n".join(line for line in rest if not line.startswith(MARK)).rstrip(";")
    lines = tuple(line.removeprefix(MARK) for line in rest if line.startswith(MARK))
    versions = int(found["least"] or 15), int(found["most"] or 99)
    return Case(family, found["title"], sql, lines, *versions)


def outcome(connection: psycopg.Connection, sql: str) -> tuple[str, ...]:
    """Return a line for each relation that the statement touches. Nothing stays.

    `scan?` happens and `no scan?` does not, and the text leaves it open. What the text gets wrong
    has an exclamation mark: `+` what it does not tell, `-` what it tells and is not so.
    """
    # A tablespace belongs to the whole server, so each database has one of its own name.
    sql = sql.replace(f"TABLESPACE {TABLESPACE}", f'TABLESPACE "{connection.info.dbname}"')
    statement = statements.split(sql, Path("case.sql"))[0]
    touches = locks.of(statement)
    there = relations.existing(connection, [touch.relation for touch in touches])
    told = {touch.relation: touch for _, touch in relations.resolve(connection, touches, there)}
    with connection.transaction(force_rollback=True):
        seen = {touch.relation: touch for touch in trace.measure(connection, sql)}
    return tuple(_lines(told, seen)) or (NOTHING,)


def _lines(
    told: Mapping[tuple[str, str], Touch], seen: Mapping[tuple[str, str], Touch]
) -> Iterator[str]:
    for name in sorted({*told, *seen}):
        shown = name[1] if name[0] == "public" else ".".join(name)
        if name not in seen:
            yield f"! - {shown}: {told[name].mode}"
        elif name not in told:
            yield f"! + {shown}: {seen[name].mode}"
        else:
            yield f"{shown}: {', '.join(_facts(told[name], seen[name]))}"


def _facts(told: Touch, seen: Touch) -> Iterator[str]:
    yield f"{seen.mode}" if seen.mode is told.mode else f"{seen.mode}! - {told.mode}"
    for work in WORK:
        expected, happened = getattr(told, work), getattr(seen, work)
        no = "" if happened is Answer.YES else "no "
        if expected is Answer.UNKNOWN:
            yield f"{no}{work}?"
        elif expected is not happened:
            yield f"{no}{work}!"
        elif happened is Answer.YES:
            yield work
