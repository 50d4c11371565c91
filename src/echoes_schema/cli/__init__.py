"""The command line: a group, and one file per noun."""

from __future__ import annotations

import atexit
import gc
import io
import os
import signal
import sys
from pathlib import Path
from typing import NoReturn

import click

from echoes_schema import settings
from echoes_schema.cli import (
    adopt,
    baseline,
    check,
    diff,
    docs,
    fmt,
    history,
    lint,
    migrate,
    new,
    plan,
    renumber,
    seed,
    server,
    verify,
)
from echoes_schema.errors import EchoesError
from echoes_schema.release import VERSION

# Objects between two looks for garbage. A command makes many and ends soon: with Python's 700, a
# third of its start goes into looking.
RARELY = 400_000


class Program(click.Group):
    """Shows every failure once: what is wrong, what to do next, exit code 2."""

    def invoke(self, ctx: click.Context) -> object:
        try:
            return super().invoke(ctx)
        except EchoesError as error:
            _fail(error.message, error.hint)
        except (click.Abort, KeyboardInterrupt):
            _fail("stopped; what was committed stays")
        except (click.ClickException, click.exceptions.Exit, BrokenPipeError):
            raise
        except OSError as error:
            said = (str(part) for part in (error.filename, error.strerror) if part)
            _fail(": ".join(said), "Check the path, its rights and the space that is left.")
        except Exception as error:
            if os.environ.get("ECHOES_DEBUG"):
                raise
            _fail(
                f"unexpected {type(error).__name__} inside echoes-schema",
                "Set ECHOES_DEBUG=1 to see where, and report it.",
            )


def _fail(message: str, hint: str = "") -> NoReturn:
    click.echo(f"error: {message}", err=True)
    if hint:
        click.echo(f"  hint: {hint}", err=True)
    sys.exit(2)


@click.group(cls=Program, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(VERSION)
@click.option(
    "--database",
    metavar="URL",
    help="Server and database, as libpq takes it. Else ECHOES_DATABASE_URL, then PGHOST, "
    "PGSERVICE and the like, else the embedded server.",
)
@click.option("--sql", type=click.Path(path_type=Path), help="Folder of migrations and seeds.")
@click.option(
    "--docs",
    "pages",
    type=click.Path(path_type=Path),
    help="Folder of the documented schema.",
)
@click.option(
    "--layout",
    metavar="TOOL",
    help=f"How the migrations lie in their folder: {', '.join(settings.LAYOUTS)}.",
)
@click.pass_context
def main(
    context: click.Context,
    database: str | None,
    sql: Path | None,
    pages: Path | None,
    layout: str | None,
) -> None:
    """Apply the Echoes schema, take it back, and check it against its documentation.

    Or another one: --sql and --docs name its folders, or its pyproject.toml does. Exit codes: 0
    good; 1 findings, or something pending where --exit-code asked; 2 it could not be done.
    """
    gc.set_threshold(RARELY)
    # At the end all goes with the process: no look for garbage then.
    atexit.register(gc.freeze)
    # As Ctrl-C does: the statement is cancelled, and history says so.
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    _print_everything()
    context.obj = settings.load(database=database, sql=sql, docs=pages, layout=layout)


def _print_everything() -> None:
    """Let no character stop the output: a document is UTF-8 whatever the locale says."""
    if isinstance(sys.stdout, io.TextIOWrapper):
        encoding = None if sys.stdout.isatty() else "utf-8"
        sys.stdout.reconfigure(encoding=encoding, errors="backslashreplace")


for command in (
    migrate.up,
    migrate.down,
    migrate.redo,
    migrate.status,
    plan.plan,
    new.new,
    renumber.renumber,
    history.history,
    baseline.baseline,
    adopt.adopt,
    seed.seed,
    check.check,
    diff.diff,
    diff.drift,
    diff.snapshot,
    verify.verify,
    docs.docs,
    lint.lint,
    lint.explain,
    fmt.fmt,
    server.server,
):
    main.add_command(command)
