"""dbmate, as the npm package ships it; its program, not the Node script around that."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

from bench.install import FOLDER
from bench.peer import Job, MissingError, Step, each, output
from bench.workload import Change


class Dbmate:
    """One file a migration, both ways in it. `rollback` takes back one: down of all is a loop."""

    name = "dbmate"

    def version(self) -> str:
        return output([_program(), "--version"])

    def lay_out(self, changes: tuple[Change, ...], folder: Path) -> None:
        (folder / "migrations").mkdir()
        for change in changes:
            text = f"-- migrate:up\n{change.up}\n-- migrate:down\n{change.down}"
            (folder / "migrations" / f"{change.name}.sql").write_text(text)
        (folder / "down.txt").write_text("rollback\n" * len(changes))

    def command(self, step: Step, job: Job) -> list[str]:
        if step is Step.HELP:
            return [str(_program()), "--help"]
        run: list[str | Path] = [_program(), "--url", _url(job.database), "--no-dump-schema"]
        run += ["--migrations-dir", job.folder / "migrations"]
        if step is Step.DOWN:
            return each(run, job.folder / "down.txt")
        return [*map(str, run), "status" if step is Step.STATUS else "migrate"]


def _program() -> Path:
    on_path = shutil.which("dbmate")
    if on_path and not Path(on_path).read_bytes().startswith(b"#!"):
        return Path(on_path)
    for found in FOLDER.glob("dbmate/node_modules/@dbmate/*/bin/dbmate"):
        return found
    raise MissingError("not installed: run with --install, which needs npm")


def _url(database: str) -> str:
    """Return the database's URL: dbmate wants the host in it, a password comes by PGPASSWORD."""
    host, port = os.environ["PGHOST"], os.environ["PGPORT"]
    user, mode = os.environ["PGUSER"], os.environ.get("PGSSLMODE", "disable")
    if host.startswith("/"):
        return f"postgres://{user}@:{port}/{database}?socket={host}&sslmode={mode}"
    return f"postgres://{user}@{host}:{port}/{database}?sslmode={mode}"
