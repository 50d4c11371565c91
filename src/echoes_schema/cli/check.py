"""`check`: the database and its documentation."""

from __future__ import annotations

import sys
from contextlib import ExitStack
from typing import TYPE_CHECKING

import click

from echoes_schema.cli.options import findings_option, ignore_option
from echoes_schema.cli.session import connected
from echoes_schema.settings import Settings

if TYPE_CHECKING:
    import psycopg
    from psycopg.rows import TupleRow

    from echoes_schema.compare.fixpoint import Server


@click.command()
@click.option(
    "--scratch",
    metavar="URL",
    help="A server for a throw-away database that the migrations build. PostgreSQL is asked there "
    "about SQL in other words; else the normaliser alone compares it.",
)
@findings_option
@ignore_option
@click.pass_obj
def check(settings: Settings, *, scratch: str | None, form: str, ignore: tuple[str, ...]) -> None:
    """Hold the database against its documentation; exit with 1 if they differ."""
    from echoes_schema import conform
    from echoes_schema.ignores import allowing
    from echoes_schema.render.findings import render

    with connected(settings) as connection, ExitStack() as stack:
        server = _server(settings, connection, scratch, stack) if scratch else None
        found = conform.check(connection, settings.docs, server)
    report = allowing(found, settings.ignored(ignore))
    click.echo(render(report, form))
    sys.exit(0 if report.is_good else 1)


def _server(
    settings: Settings, connection: psycopg.Connection[TupleRow], scratch: str, stack: ExitStack
) -> Server:
    """Return a server that the migrations run on as soon as it is asked."""
    from echoes_schema.compare.fixpoint import Server
    from echoes_schema.scratch import Where, migrated

    where = Where(scratch, settings.home, settings.postgres)
    built = migrated(connection, settings.sql, where, layout=settings.layout)
    return Server(lambda: stack.enter_context(built))


COMMANDS: tuple[click.Command, ...] = (check,)
