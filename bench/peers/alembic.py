"""Alembic in a virtual environment of its own: a Python module a revision, SQL by op.execute."""

from __future__ import annotations

from pathlib import Path

from bench.install import FOLDER
from bench.peer import Job, MissingError, Step, output
from bench.workload import Change

_WORDS = {
    Step.UP: ["upgrade", "head"],
    Step.NOOP: ["upgrade", "head"],
    Step.STATUS: ["current"],
    Step.DOWN: ["downgrade", "base"],
}
# A transaction a revision, as everybody else has it; its default is one around all of them.
_ENV = """\
import os
from alembic import context
from sqlalchemy import create_engine, pool

engine = create_engine(os.environ["BENCH_URL"], poolclass=pool.NullPool)
with engine.connect() as connection:
    context.configure(connection=connection, transaction_per_migration=True)
    with context.begin_transaction():
        context.run_migrations()
"""
_VERSION = """\
import alembic, sqlalchemy
print("alembic", alembic.__version__, "on SQLAlchemy", sqlalchemy.__version__)
"""
_REVISION = '''\
from alembic import op

revision = {revision!r}
down_revision = {before!r}


def upgrade():
    op.execute("""{up}""")


def downgrade():
    op.execute("""{down}""")
'''


class Alembic:
    """One op.execute a direction, so that a revision's statements go out together."""

    name = "Alembic"

    def version(self) -> str:
        return output([_programs() / "python", "-c", _VERSION])

    def lay_out(self, changes: tuple[Change, ...], folder: Path) -> None:
        (folder / "versions").mkdir()
        (folder / "alembic.ini").write_text("[alembic]\nscript_location = %(here)s\n")
        (folder / "env.py").write_text(_ENV)
        before: str | None = None
        for change in changes:
            text = _REVISION.format(
                revision=change.name, before=before, up=change.up, down=change.down
            )
            (folder / "versions" / f"{change.name}.py").write_text(text)
            before = change.name

    def command(self, step: Step, job: Job) -> list[str]:
        program = str(_programs() / "alembic")
        if step is Step.HELP:
            return [program, "--help"]
        target = f"BENCH_URL=postgresql+psycopg:///{job.database}"
        return ["env", target, program, *_WORDS[step]]


def _programs() -> Path:
    found = FOLDER / "alembic" / "bin"
    if not (found / "alembic").is_file():
        raise MissingError("not installed: run with --install, which needs pip's index")
    return found
