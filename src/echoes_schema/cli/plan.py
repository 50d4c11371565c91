"""`plan`: what `up` would run and meet."""

from __future__ import annotations

import sys

import click

from echoes_schema.cli.options import (
    format_option,
    not_both,
    order_option,
    steps_option,
    to_option,
)
from echoes_schema.cli.session import migrating, say
from echoes_schema.settings import Settings


@click.command()
@to_option
@steps_option
@order_option
@click.option("--exit-code", is_flag=True, help="Exit with 1 where anything would run.")
@format_option
@click.pass_obj
def plan(
    settings: Settings,
    *,
    to: str | None,
    steps: int | None,
    allow_out_of_order: bool,
    exit_code: bool,
    form: str,
) -> None:
    """Show what `up` would run, and what each statement would meet.

    That is the locks that it takes, the size of the tables, and who is in its way now. Writes
    nothing.
    """
    not_both(to, steps)
    from echoes_schema.impact.plan import foresee
    from echoes_schema.migrations import folder, journal, runner
    from echoes_schema.render.plan import plan_to_json, plan_to_text

    options = runner.Options(
        to=to, steps=steps, allow_out_of_order=allow_out_of_order, layout=settings.layout
    )
    files = folder.read(settings.sql, settings.layout)
    with migrating(settings) as connection:
        history = journal.read(connection)
        scripts = [one.forward for one in runner.prepare(connection, files, history, options)]
        planned = foresee(connection, scripts)
    for script in scripts:
        if (script.name, "apply") in history.half_done:
            say(f"{script.name} is begun: `up` goes on where it stopped")
    click.echo(plan_to_json(planned) if form == "json" else plan_to_text(planned))
    if exit_code and planned:
        sys.exit(1)
