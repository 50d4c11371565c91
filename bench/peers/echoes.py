"""echoes-schema, as `pip install` puts it beside this Python."""

from __future__ import annotations

import sys
from pathlib import Path

from bench.peer import Job, Step, output
from bench.workload import Change

_WORDS = {
    Step.UP: ["up"],
    Step.NOOP: ["up"],
    Step.STATUS: ["status"],
    Step.DOWN: ["down", "--all", "--yes"],
}


class Echoes:
    """The runner that this repository holds."""

    name = "echoes-schema"

    def version(self) -> str:
        return output([_program(), "--version"])

    def lay_out(self, changes: tuple[Change, ...], folder: Path) -> None:
        for change in changes:
            (folder / f"{change.name}.sql").write_text(change.up)
            (folder / f"{change.name}.rollback.sql").write_text(change.down)

    def command(self, step: Step, job: Job) -> list[str]:
        if step is Step.HELP:
            return [str(_program()), "--help"]
        target = f"postgresql:///{job.database}"
        return [str(_program()), "--database", target, "--sql", str(job.folder), *_WORDS[step]]


def _program() -> Path:
    return Path(sys.executable).with_name("echoes-schema")
