"""`verify`: the whole history up, and each migration back and forth."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from echoes_schema.cli.options import findings_option, scratch_option
from echoes_schema.settings import Settings


@click.command()
@scratch_option
@click.option(
    "--rows",
    type=click.Path(path_type=Path, dir_okay=False, exists=True),
    help="SQL that inserts rows into tables that the seeds leave empty; else they are made up.",
)
@findings_option
@click.pass_obj
def verify(settings: Settings, *, scratch: str | None, rows: Path | None, form: str) -> None:
    """Run each migration up, down and up again, rows included.

    They run in a throw-away database. Exits with 1 where the catalogue, or a row that no way back
    says it destroys, does not come back.
    """
    from echoes_schema import verify as verification
    from echoes_schema.render.findings import render
    from echoes_schema.scratch import Where, alone

    where = Where(scratch, settings.home, settings.postgres)
    with alone(where) as built:
        report = verification.verify(built, settings.sql, layout=settings.layout, rows=rows)
    click.echo(render(report, form))
    sys.exit(0 if report.is_good else 1)
