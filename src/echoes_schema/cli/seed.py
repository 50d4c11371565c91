"""`echoes-schema seed`: load the reference data."""

from __future__ import annotations

import click

from echoes_schema.cli.options import format_option
from echoes_schema.cli.session import migrating
from echoes_schema.settings import Settings


@click.command()
@format_option
@click.pass_obj
def seed(settings: Settings, form: str) -> None:
    """Load the reference data, all of it or nothing.

    A row that is missing is inserted, one that differs is put right; a second run changes
    nothing, and says so.
    """
    from dataclasses import asdict

    from echoes_schema import seeds
    from echoes_schema.render import json
    from echoes_schema.render.seeds import seeds_to_text

    with migrating(settings) as connection:
        result = seeds.load(connection, settings.sql)
    if form == "json":
        click.echo(json.dump({"seeds": [asdict(file) for file in result.files]}))
    else:
        click.echo(seeds_to_text(result))
