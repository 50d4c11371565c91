"""What the commands share: the connection they work on, and the --format option."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

import click

from echoes_schema.settings import Settings

if TYPE_CHECKING:
    import psycopg
    from psycopg.errors import Diagnostic
    from psycopg.rows import TupleRow

format_option = click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json"]),
    default="text",
    show_default=True,
    help="How to print the result.",
)


def _show_notice(notice: Diagnostic) -> None:
    click.echo(f"{notice.severity}: {notice.message_primary}", err=True)


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
        click.echo(f"server: {database.describe(connection)}, from {settings.source}", err=True)
        yield connection
