"""`redo`: the last migration once more, as its file is now."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from echoes_schema.cli.meter import Meter
from echoes_schema.cli.migrate import confirm_losses
from echoes_schema.cli.options import (
    format_option,
    lag_option,
    pause_option,
    retry_option,
    timeout_option,
    wait_option,
)
from echoes_schema.cli.session import connected
from echoes_schema.settings import Settings

if TYPE_CHECKING:
    from echoes_schema.migrations.prospect import Prospect


@click.command()
@click.option("--steps", type=click.IntRange(min=1), default=1, show_default=True, help="How many.")
@click.option("--yes", is_flag=True, help="Do not ask.")
@timeout_option
@retry_option
@wait_option
@pause_option
@lag_option
@format_option
@click.pass_obj
def redo(
    settings: Settings,
    *,
    steps: int,
    yes: bool,
    lock_timeout: float,
    lock_retry: float,
    lock_wait: float,
    batch_pause: float,
    batch_lag: float,
    form: str,
) -> None:
    """Take back the last migration, and apply its file again.

    For a file that you are still writing: it goes back by the text that was applied, and forth by
    the file as it is now. Shows first what would be lost, and asks.
    """
    from echoes_schema.migrations import runner
    from echoes_schema.migrations.pace import Pace
    from echoes_schema.render import json
    from echoes_schema.render.moved import moved_to_text

    foreseen: list[Prospect] = []
    with connected(settings) as connection, Meter() as meter:
        options = runner.Options(
            steps=steps,
            lock_timeout=lock_timeout,
            lock_retry=lock_retry,
            lock_wait=lock_wait,
            layout=settings.layout,
            pace=Pace(batch_pause, batch_lag, meter.show),
            say=meter.say,
            confirm=lambda prospect, names: confirm_losses(prospect, names, foreseen, is_sure=yes),
        )
        done = runner.redo(connection, settings.sql, options)
    if form == "json":
        click.echo(json.done_to_json(done, "applied", foreseen))
    else:
        click.echo(moved_to_text("applied again", len(done), "nothing to take back"))


COMMANDS: tuple[click.Command, ...] = (redo,)
