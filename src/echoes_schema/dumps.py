"""A schema that pg_dump wrote as SQL, loaded into a throw-away database."""

from __future__ import annotations

import re
from contextlib import suppress
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING

import psycopg
from psycopg import errors

from echoes_schema.database import explain
from echoes_schema.errors import FileError, place

if TYPE_CHECKING:
    from psycopg.rows import TupleRow

_ARCHIVES = (b"PGDMP", b"toc.dat", b"\x1f\x8b")
_VERSION = re.compile(rb"^-- Dumped from database version (\d+)", re.MULTILINE)
# The rows of a table; the schema does not need them. psql alone knows these lines.
_ROWS = re.compile(rb"^COPY [^\n]+ FROM stdin;\n(?:[^\n]*\n)*?\\\.$", re.MULTILINE)
_RESTRICT = re.compile(rb"^\\(?:un)?restrict \w+[ \t]*$", re.MULTILINE)
_WHOLE_SERVER = re.compile(
    rb"^(?:\\connect|(?:CREATE|ALTER|DROP) (?:DATABASE|ROLE|USER|TABLESPACE)) (?!MAPPING )",
    re.MULTILINE | re.IGNORECASE,
)
_ENTRY = re.compile(rb"^--\n-- (?:TOC entry|Name:|Data for Name:) ", re.MULTILINE)
_ROLE = "Name with --scratch a server that has the role, or dump with --no-owner --no-privileges."
_LOAD = "Load it with psql into an empty database, and name that one."
_SET = re.compile(rb"^SET \w+ = [^;\n]+;$", re.MULTILINE)


def read(path: Path) -> bytes:
    """Return the SQL of a dump with a blank in place of what psql alone understands.

    Lines stay where they are. Raises FileError for what is no SQL of a single database.
    """
    try:
        text = path.read_bytes()
    except OSError as error:
        raise FileError(f"{place(path)}: {error}", "Name a file that can be read.") from error
    if text.startswith(_ARCHIVES):
        raise FileError(
            f"{place(path)}: an archive of pg_dump, or a compressed file, and not SQL",
            f"Turn it into SQL: pg_restore --schema-only --file dump.sql {path}",
        )
    # A row may begin like a statement.
    text = _ROWS.sub(_blank, text.replace(b"\r\n", b"\n"))
    if match := _WHOLE_SERVER.search(text):
        raise FileError(
            f"{place(path, _line(text, match.start()))}: the dump is for a whole server",
            "Dump one database, without --create: pg_dump --schema-only.",
        )
    return _RESTRICT.sub(b"", text)


def major(text: bytes) -> int | None:
    """Return the major version of the server that a dump is from, None where it does not say."""
    match = _VERSION.search(text)
    return int(match[1]) if match else None


def load(scratch: psycopg.Connection[TupleRow], text: bytes, path: Path) -> None:
    """Run a dump in an empty throw-away database. Raises FileError where PostgreSQL refuses it."""
    head = text[: next(iter(_starts(text)), 0)]
    for match in _SET.finditer(head):
        # A newer pg_dump sets what this server does not know.
        with suppress(errors.UndefinedObject):
            scratch.execute(match[0])
    text = _SET.sub(b"", head) + text[len(head) :]
    for begin, end in pairwise([0, *_starts(text), len(text)]):
        try:
            scratch.execute(text[begin:end])
        except psycopg.Error as error:
            if scratch.closed:
                raise
            raise _refusal(error, text, begin, path) from error


def _starts(text: bytes) -> list[int]:
    """Return where each object's part of the dump begins; the settings stand before the first."""
    return [match.start() for match in _ENTRY.finditer(text)]


def _blank(match: re.Match[bytes]) -> bytes:
    return b"\n" * match[0].count(b"\n")


def _line(text: bytes, offset: int) -> int:
    return text.count(b"\n", 0, offset) + 1


def _refusal(error: psycopg.Error, text: bytes, begin: int, path: Path) -> FileError:
    entry = text[begin:].decode("utf-8", "replace")
    offset = int(error.diag.statement_position or 1) - 1
    line = _line(text, begin) + entry.count("\n", 0, offset)
    is_role = error.sqlstate == errors.UndefinedObject.sqlstate and "role " in str(error)
    return FileError(f"{place(path, line)}: {explain(error).message}", _ROLE if is_role else _LOAD)
