"""`up`, `down`, `status` and `new`."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

from echoes_schema.cli.meter import Meter
from echoes_schema.cli.options import (
    exit_option,
    format_option,
    lag_option,
    not_both,
    order_option,
    pause_option,
    rename_option,
    retry_option,
    scratch_option,
    single_option,
    steps_option,
    timeout_option,
    to_option,
    wait_option,
)
from echoes_schema.cli.session import agreed, connected, say
from echoes_schema.errors import SettingsError
from echoes_schema.settings import Settings

if TYPE_CHECKING:
    from pathlib import Path

    from echoes_schema.migrations.prospect import Prospect


@click.command()
@to_option
@steps_option
@order_option
@single_option
@timeout_option
@retry_option
@wait_option
@pause_option
@lag_option
@format_option
@click.pass_obj
def up(
    settings: Settings,
    *,
    to: str | None,
    steps: int | None,
    allow_out_of_order: bool,
    single_transaction: bool,
    lock_timeout: float,
    lock_retry: float,
    lock_wait: float,
    batch_pause: float,
    batch_lag: float,
    form: str,
) -> None:
    """Apply the migrations that are pending."""
    not_both(to, steps)
    from echoes_schema.migrations import runner
    from echoes_schema.migrations.pace import Pace
    from echoes_schema.render import json
    from echoes_schema.render.moved import moved_to_text

    with connected(settings) as connection, Meter() as meter:
        options = runner.Options(
            to=to,
            steps=steps,
            allow_out_of_order=allow_out_of_order,
            single_transaction=single_transaction,
            lock_timeout=lock_timeout,
            lock_retry=lock_retry,
            lock_wait=lock_wait,
            layout=settings.layout,
            pace=Pace(batch_pause, batch_lag, meter.show),
            say=meter.say,
        )
        done = runner.up(connection, settings.sql, options)
    text = moved_to_text("applied", len(done), "nothing to apply")
    click.echo(json.done_to_json(done, "applied") if form == "json" else text)


@click.command()
@to_option
@steps_option
@click.option("--all", "is_all", is_flag=True, help="Take back everything.")
@click.option("--yes", is_flag=True, help="Do not ask.")
@single_option
@timeout_option
@retry_option
@wait_option
@pause_option
@lag_option
@format_option
@click.pass_obj
def down(
    settings: Settings,
    *,
    to: str | None,
    steps: int | None,
    is_all: bool,
    yes: bool,
    single_transaction: bool,
    lock_timeout: float,
    lock_retry: float,
    lock_wait: float,
    batch_pause: float,
    batch_lag: float,
    form: str,
) -> None:
    """Take back the last migration, or more. Shows first what would be lost, and asks."""
    not_both(to, steps, is_all=is_all)
    from echoes_schema.migrations import runner
    from echoes_schema.migrations.pace import Pace
    from echoes_schema.render import json
    from echoes_schema.render.moved import moved_to_text

    foreseen: list[Prospect] = []
    with connected(settings) as connection, Meter() as meter:
        options = runner.Options(
            to=to,
            steps=sys.maxsize if is_all else steps,
            single_transaction=single_transaction,
            lock_timeout=lock_timeout,
            lock_retry=lock_retry,
            lock_wait=lock_wait,
            layout=settings.layout,
            pace=Pace(batch_pause, batch_lag, meter.show),
            say=meter.say,
            confirm=lambda prospect, names: confirm_losses(prospect, names, foreseen, is_sure=yes),
        )
        done = runner.down(connection, settings.sql, options)
    text = moved_to_text("taken back", len(done), "nothing to take back")
    click.echo(json.done_to_json(done, "pending", foreseen) if form == "json" else text)


def confirm_losses(
    prospect: Prospect, names: tuple[str, ...], foreseen: list[Prospect], *, is_sure: bool
) -> bool:
    """Show what would be lost, keep it in `foreseen`, and return whether to go on."""
    from echoes_schema.render.migrations import losses_to_text

    foreseen.append(prospect)
    return agreed(losses_to_text(prospect, names), "Go on?", is_sure=is_sure)


@click.command()
@exit_option
@click.option("--diff", is_flag=True, help="Show what changed in applied files.")
@format_option
@click.pass_obj
def status(settings: Settings, *, exit_code: bool, diff: bool, form: str) -> None:
    """Show which migrations are applied. Writes nothing."""
    from echoes_schema.migrations import changes, folder, journal, state
    from echoes_schema.render import json
    from echoes_schema.render import migrations as text

    files = folder.read(settings.sql, settings.layout)
    with connected(settings) as connection:
        found = state.entries(files, journal.read(connection))
        changed = [entry.id for entry in found if entry.state is state.State.CHANGED]
        old = journal.texts(connection, changed) if diff else {}
    click.echo(json.entries_to_json(found) if form == "json" else text.entries_to_text(found))
    for name, (up_text, _) in old.items():
        click.echo(changes.difference(name, up_text, files.by_id[name].text), err=form == "json")
    if exit_code and any(
        entry.state is not state.State.APPLIED or entry.is_half_done for entry in found
    ):
        sys.exit(1)


@click.command()
@click.argument("name")
@click.option("--index", "is_index", is_flag=True, help="An index file; NAME is its table.")
@click.option("--from-diff", "target", metavar="B", help="Write what leads to the schema B.")
@rename_option
@scratch_option
@format_option
@click.pass_obj
def new(
    settings: Settings,
    *,
    name: str,
    is_index: bool,
    target: str | None,
    renames: tuple[str, ...],
    scratch: str | None,
    form: str,
) -> None:
    """Write the files of a new migration: next number, header, way back.

    With --from-diff they hold the statements that lead from what the migrations build to B, which
    is named as for diff: one file for each transaction, and one for what runs outside of any. What
    destroys data is a comment. Then it is for you to finish them.
    """
    from echoes_schema.migrations.new import create
    from echoes_schema.render import json

    if target is not None and is_index:
        raise SettingsError("--index and --from-diff exclude each other", "Give one of them.")
    if target is None and renames:
        raise SettingsError("--rename is for --from-diff", "Name B with --from-diff.")
    if target is not None:
        files = _drafted(settings, name, target, renames, scratch)
    else:
        files = create(settings.sql, name, is_index=is_index, layout=settings.layout)
    if form == "json":
        click.echo(json.dump({"files": [str(file) for file in files]}))
    else:
        click.echo("".join(f"{file}\n" for file in files), nl=False)


def _drafted(
    settings: Settings, name: str, target: str, renames: tuple[str, ...], scratch: str | None
) -> tuple[Path, ...]:
    """Write the migrations that lead to a schema; exit with 2 where that cannot be proved."""
    from echoes_schema import drafts, sides, transition
    from echoes_schema.render.transition import verdict
    from echoes_schema.schema import Schema
    from echoes_schema.scratch import Where

    means = sides.Means(Where(scratch, settings.home, settings.postgres), settings.layout)
    first, second = sides.read(str(settings.sql), target, means)
    states: list[Schema] = []
    live = sides.live_of(str(settings.sql), target)
    hints = tuple(map(transition.rename_of, renames))
    found = transition.lead(first, second, transition.Request(means, hints, live, states))
    say(verdict(found, allow_loss=False))
    if found.doubts:
        sys.exit(2)
    draft = drafts.Draft(found, states, first.postgres)
    return drafts.write(settings.sql, name, draft, settings.layout)


COMMANDS = (up, down, status, new)
