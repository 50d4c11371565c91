"""`baseline`: a history for a database that has the schema already."""

from __future__ import annotations

import sys

import click

from echoes_schema.cli.options import format_option, scratch_option, to_option
from echoes_schema.cli.patience import wait_option
from echoes_schema.cli.session import agreed, migrating, say
from echoes_schema.settings import Settings


@click.command()
@to_option
@click.option("--yes", is_flag=True, help="Do not ask.")
@click.option(
    "--allow-extra",
    is_flag=True,
    help="Let the database hold objects that the migrations do not build.",
)
@scratch_option
@wait_option
@format_option
@click.pass_obj
def baseline(
    settings: Settings,
    *,
    to: str | None,
    yes: bool,
    allow_extra: bool,
    scratch: str | None,
    lock_wait: float,
    form: str,
) -> None:
    """Record a history for a database that has the schema already.

    Runs the migrations in a throw-away database first and compares: exits with 1, and records
    nothing, where the two differ. Then shows what would be recorded as applied, and asks.
    """
    from echoes_schema import baseline as baselines
    from echoes_schema.render import baseline as rendering
    from echoes_schema.scratch import Where

    options = baselines.Options(
        where=Where(scratch, settings.home, settings.postgres),
        layout=settings.layout,
        to=to,
        allows_extra=allow_extra,
        lock_wait=lock_wait,
        say=say,
        confirm=lambda report, adopted: agreed(
            rendering.proposal_to_text(report, adopted), "Record this?", is_sure=yes
        ),
    )
    with migrating(settings) as connection:
        found = baselines.record(connection, settings.sql, options)
    is_json = form == "json"
    click.echo(rendering.baseline_to_json(found) if is_json else rendering.baseline_to_text(found))
    sys.exit(0 if found.recorded else 1)
