"""`history`: everything that was tried on the database."""

from __future__ import annotations

import click

from echoes_schema.cli.options import format_option
from echoes_schema.cli.session import connected
from echoes_schema.settings import Settings


@click.command()
@click.argument("name", required=False)
@click.option(
    "--limit",
    type=click.IntRange(min=1),
    default=50,
    show_default=True,
    help="How many at most; the newest come first.",
)
@format_option
@click.pass_obj
def history(settings: Settings, *, name: str | None, limit: int, form: str) -> None:
    """Show what was tried on the database, and how it ended.

    Tells who applied and took back what, when, from where, and what failed. NAME shows the
    migrations that begin with it. Writes nothing.
    """
    from dataclasses import asdict

    from echoes_schema.migrations import events
    from echoes_schema.render.json import dump
    from echoes_schema.render.migrations import events_to_text

    with connected(settings) as connection:
        found = events.read(connection, limit=limit, name=name)
    if form == "json":
        click.echo(dump({"events": [asdict(event) for event in found]}))
    else:
        click.echo(events_to_text(found))
