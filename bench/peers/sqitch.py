"""sqitch on PostgreSQL: a plan, a script for each direction, psql for each script."""

from __future__ import annotations

from pathlib import Path

from bench.peer import Job, MissingError, Step, output
from bench.peers import psql
from bench.workload import Change

_WORDS = {
    Step.UP: ["deploy"],
    Step.NOOP: ["deploy"],
    Step.STATUS: ["status"],
    Step.DOWN: ["revert", "-y"],
}
_MOMENT = "2025-01-01T00:00:00Z"
_PERSON = "Bench <bench@example.org>"


class Sqitch:
    """Scripts begin and end their own transaction, as `sqitch add` writes them."""

    name = "sqitch"

    def version(self) -> str:
        try:
            found = output(["sqitch", "--version"])
            output(["perl", "-MDBD::Pg", "-e", "1"])
        except MissingError as error:
            raise MissingError("not installed: apt-get install sqitch libdbd-pg-perl") from error
        psql.program()  # its client
        return found

    def lay_out(self, changes: tuple[Change, ...], folder: Path) -> None:
        lines = ["%syntax-version=1.0.0", "%project=bench", ""]
        before = ""
        for change in changes:
            _write(folder / "deploy" / f"{change.name}.sql", change.up)
            _write(folder / "revert" / f"{change.name}.sql", change.down)
            lines.append(f"{change.name} {before}{_MOMENT} {_PERSON} # one step")
            before = f"[{change.name}] "
        (folder / "sqitch.plan").write_text("\n".join(lines) + "\n")
        (folder / "sqitch.conf").write_text(
            f'[core]\n\tengine = pg\n[engine "pg"]\n\tclient = {psql.program()}\n'
            "[user]\n\tname = Bench\n\temail = bench@example.org\n"
        )

    def command(self, step: Step, job: Job) -> list[str]:
        if step is Step.HELP:
            return ["sqitch", "--help"]
        # Its registry is a schema of the target, by default.
        return ["sqitch", *_WORDS[step], f"db:pg:{job.database}"]


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(exist_ok=True)
    path.write_text(f"BEGIN;\n\n{text}\nCOMMIT;\n")
