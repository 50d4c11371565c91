"""The tools that hold a database to something, each a process that ends."""

from __future__ import annotations

import os
import shutil
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from bench.install import FOLDER
from bench.peer import MissingError, output
from bench.peers.psql import program as psql

REFERENCE = "pg_dump"


@dataclass(frozen=True, slots=True)
class Pair:
    """Two databases that everybody should call equal, by name, and what says the same in files.

    The server comes to all tools in libpq's variables. `tapped` is the first database with
    pgTAP in it, empty where there is none.
    """

    one: str
    other: str
    tapped: str
    docs: Path
    assertions: Path


class Differ(Protocol):
    """One tool. `is_blind` tells of one that reads and does not compare."""

    name: str
    is_blind: bool

    def version(self) -> str:
        """Return the version that is installed. Raises MissingError."""

    def command(self, pair: Pair) -> list[str]:
        """Return the command line."""


class PgDump:
    """One database written out as SQL: the reference, which compares nothing."""

    name = REFERENCE
    is_blind = True

    def version(self) -> str:
        return output([_pg_dump(), "--version"])

    def command(self, pair: Pair) -> list[str]:
        return [str(_pg_dump()), "--schema-only", "--file", os.devnull, pair.one]


class Check:
    """A database and its documentation."""

    name = "echoes-schema check"
    is_blind = False

    def version(self) -> str:
        return output([_echoes(), "--version"])

    def command(self, pair: Pair) -> list[str]:
        target = ["--database", f"postgresql:///{pair.one}", "--docs", str(pair.docs)]
        return [str(_echoes()), *target, "check"]


class Diff:
    """Two databases."""

    name = "echoes-schema diff"
    is_blind = False

    def version(self) -> str:
        return output([_echoes(), "--version"])

    def command(self, pair: Pair) -> list[str]:
        return [str(_echoes()), "diff", *(f"postgresql:///{name}" for name in _names(pair))]


class Migra:
    """Two databases; privileges and what is dropped too, as everybody else tells them."""

    name = "migra"
    is_blind = False

    def version(self) -> str:
        code = "from importlib.metadata import version as v; print(v('migra'), v('SQLAlchemy'))"
        return output([_installed("migra/bin/python"), "-c", code])

    def command(self, pair: Pair) -> list[str]:
        urls = (f"postgresql+psycopg2:///{name}" for name in _names(pair))
        program = _installed("migra/bin/migra")
        return [str(program), "--unsafe", "--with-privileges", *urls]


class Pgkit:
    """Two databases."""

    name = "@pgkit/migra"
    is_blind = False
    _program = "pgkit/node_modules/@pgkit/migra"

    def version(self) -> str:
        return _node_version(self._program)

    def command(self, pair: Pair) -> list[str]:
        urls = (f"postgresql:///{name}" for name in _names(pair))
        program = str(_installed(f"{self._program}/dist/command.js"))
        return ["node", program, "run", *urls, "--unsafe=true", "--with-privileges=true"]


class PgDelta:
    """Two databases."""

    name = "@supabase/pg-delta"
    is_blind = False

    def version(self) -> str:
        return _node_version("pg-delta/node_modules/@supabase/pg-delta")

    def command(self, pair: Pair) -> list[str]:
        one, other = (f"postgresql:///{name}" for name in _names(pair))
        program = str(_installed("pg-delta/node_modules/.bin/pgdelta"))
        return ["node", program, "diff", "--source", one, "--desired", other]


class Pgtap:
    """A database and assertions about it in one file, run by pg_prove."""

    name = "pgTAP, pg_prove"
    is_blind = False

    def version(self) -> str:
        return f"{output([_pg_prove(), '--version'])}, {pgtap().stem}"

    def command(self, pair: Pair) -> list[str]:
        program = ["--psql-bin", str(psql()), "--dbname", pair.tapped]
        return [_pg_prove(), *program, str(pair.assertions)]


DIFFERS: tuple[Differ, ...] = (
    PgDump(),
    Check(),
    Diff(),
    Migra(),
    Pgkit(),
    PgDelta(),
    Pgtap(),
)


def pgtap() -> Path:
    """Return pgTAP's own SQL, which Debian brings for its PostgreSQL. Raises MissingError."""
    found = sorted(Path("/usr/share/postgresql").glob("*/extension/pgtap--?.?.?.sql"))
    if not found:
        raise MissingError("not installed: apt-get install postgresql-15-pgtap")
    return found[-1]


def _pg_prove() -> str:
    found = shutil.which("pg_prove")
    if found is None:
        raise MissingError("not installed: apt-get install libtap-parser-sourcehandler-pgtap-perl")
    return found


def _pg_dump() -> Path:
    return psql().with_name("pg_dump")


def _echoes() -> Path:
    return Path(sys.executable).with_name("echoes-schema")


def _names(pair: Pair) -> tuple[str, str]:
    return pair.one, pair.other


def _node_version(package: str) -> str:
    _installed(package)
    code = f"console.log(require({str(FOLDER / package / 'package.json')!r}).version)"
    return f"{output(['node', '-e', code])} on Node {output(['node', '--version'])}"


def _installed(path: str) -> Path:
    found = FOLDER / path
    if not found.exists():
        raise MissingError("not installed: run with --install, which needs pip's or npm's registry")
    return found
