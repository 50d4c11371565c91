"""`check`: the database and its documentation."""

from __future__ import annotations

import sys

import click

from echoes_schema.cli.options import findings_option, ignore_option
from echoes_schema.cli.session import connected
from echoes_schema.settings import Settings


@click.command()
@findings_option
@ignore_option
@click.pass_obj
def check(settings: Settings, *, form: str, ignore: tuple[str, ...]) -> None:
    """Hold the database against its documentation; exit with 1 if they differ."""
    from echoes_schema import conform
    from echoes_schema.model import allowing
    from echoes_schema.render.findings import render

    with connected(settings) as connection:
        report = allowing(conform.check(connection, settings.docs), settings.ignored(ignore))
    click.echo(render(report, form))
    sys.exit(0 if report.is_good else 1)


COMMANDS: tuple[click.Command, ...] = (check,)
