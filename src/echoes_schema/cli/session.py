"""What the commands share: the connection they work on, what they say, write and ask."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from textwrap import indent
from typing import TYPE_CHECKING

import click

from echoes_schema.errors import SettingsError
from echoes_schema.settings import Settings

if TYPE_CHECKING:
    from pathlib import Path

    import psycopg
    from psycopg.errors import Diagnostic
    from psycopg.rows import TupleRow


def say(message: str) -> None:
    """Print what goes on; the result alone goes to stdout."""
    click.echo(message, err=True)


def give(text: str, output: Path | None) -> None:
    """Write a document, with its last line end, into a file; without one print it."""
    if output is None:
        click.echo(text, nl=False)
    else:
        output.write_text(text, "utf-8")


def agreed(shown: str, question: str, *, is_sure: bool) -> bool:
    """Show what would happen, ask whether to, and return True; a no ends the command.

    Raises SettingsError when nobody is there to be asked.
    """
    say(shown)
    if is_sure:
        return True
    if not sys.stdin.isatty():
        raise SettingsError("nobody is there to be asked", "Read the list above, then add --yes.")
    click.confirm(question, abort=True, err=True)
    return True


def _show_notice(notice: Diagnostic) -> None:
    from echoes_schema.parser import secrets

    said = [f"{notice.severity}: {notice.message_primary}"]
    for name, text in (("detail", notice.message_detail), ("hint", notice.message_hint)):
        if text:
            said.append(indent(f"{name}: {text}", " " * 4))
    say(secrets.masked("\n".join(said)))


@contextmanager
def connected(settings: Settings) -> Iterator[psycopg.Connection[TupleRow]]:
    """Yield a connection to the server that the settings name; say on stderr which it is.

    The embedded server is started first where it does not run yet.
    """
    from echoes_schema import database

    conninfo = settings.conninfo
    if conninfo is None:
        from echoes_schema import embedded

        conninfo = embedded.start(settings.home, settings.postgres)
    with database.connect(conninfo) as connection:
        connection.add_notice_handler(_show_notice)
        say(f"server: {database.describe(connection)}, from {settings.source}")
        yield connection


@contextmanager
def migrating(settings: Settings) -> Iterator[psycopg.Connection[TupleRow]]:
    """Yield what `connected` does, for a command that is about the folder of migrations.

    Where nobody named one, that is said: in a wrong folder the command is about another schema.
    """
    with connected(settings) as connection:
        if settings.has_bundled_sql:
            say("migrations: those of Echoes; neither --sql nor a pyproject.toml names others")
        yield connection
