"""yoyo-migrations on psycopg 3: the library that echoes-schema stands on, by its own command."""

from __future__ import annotations

import sys
from importlib import metadata
from pathlib import Path

from bench.peer import Job, Step
from bench.workload import Change

_WORDS = {
    Step.UP: ["apply"],
    Step.NOOP: ["apply"],
    Step.STATUS: ["list"],
    Step.DOWN: ["rollback", "--all"],
}


class Yoyo:
    """It is installed beside this Python, as a dependency."""

    name = "yoyo"

    def version(self) -> str:
        return f"yoyo-migrations {metadata.version('yoyo-migrations')}"

    def lay_out(self, changes: tuple[Change, ...], folder: Path) -> None:
        before = ""
        for change in changes:
            depends = f"-- depends: {before}\n" if before else ""
            (folder / f"{change.name}.sql").write_text(depends + change.up)
            (folder / f"{change.name}.rollback.sql").write_text(change.down)
            before = change.name

    def command(self, step: Step, job: Job) -> list[str]:
        program = str(Path(sys.executable).with_name("yoyo"))
        if step is Step.HELP:
            return [program, "--help"]
        target = f"postgresql+psycopg:///{job.database}"
        options = ["--batch", "--no-config-file", "--database", target]
        return [program, *_WORDS[step], *options, str(job.folder)]
