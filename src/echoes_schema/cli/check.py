"""`check`: the database and its documentation."""

from __future__ import annotations

import sys
from contextlib import AbstractContextManager, ExitStack
from typing import TYPE_CHECKING

import click

from echoes_schema.cli.options import findings_option, ignore_option
from echoes_schema.cli.session import connected, say
from echoes_schema.settings import Settings

if TYPE_CHECKING:
    import psycopg
    from psycopg.rows import TupleRow


@click.command()
@click.option(
    "--scratch",
    metavar="URL",
    help="A server for a throw-away database that the migrations build. PostgreSQL is asked there "
    "about SQL in other words; else the normaliser alone compares it.",
)
@click.option(
    "--self-test",
    "is_self_test",
    is_flag=True,
    help="Change one thing of each kind in a throw-away copy; exit with 1 if one is not found.",
)
@findings_option
@ignore_option
@click.pass_obj
def check(
    settings: Settings,
    *,
    scratch: str | None,
    is_self_test: bool,
    form: str,
    ignore: tuple[str, ...],
) -> None:
    """Hold the database against its documentation.

    Exits with 1 where they differ.
    """
    from echoes_schema import conform
    from echoes_schema.compare.fixpoint import Server
    from echoes_schema.ignores import allowing
    from echoes_schema.render.findings import render

    with connected(settings) as connection, ExitStack() as stack:

        def build() -> psycopg.Connection[TupleRow]:
            return stack.enter_context(_built(settings, connection, scratch))

        if is_self_test:
            from echoes_schema import selftest

            report = selftest.run(build(), settings.ignored(ignore))
        else:
            if settings.has_bundled_docs:
                say("pages: those of Echoes; neither --docs nor a pyproject.toml names others")
            server = Server(build) if scratch else None
            found = conform.check(connection, settings.docs, server)
            report = allowing(found, settings.ignored(ignore))
    click.echo(render(report, form))
    sys.exit(0 if report.is_good else 1)


def _built(
    settings: Settings, connection: psycopg.Connection[TupleRow], scratch: str | None
) -> AbstractContextManager[psycopg.Connection[TupleRow]]:
    """Return what makes a throw-away database by the migrations as soon as it is entered."""
    from echoes_schema.scratch import Where, migrated

    where = Where(scratch, settings.home, settings.postgres)
    return migrated(connection, settings.sql, where, layout=settings.layout)
