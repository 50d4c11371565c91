"""`up`, `down`, `redo` and `status`."""

from __future__ import annotations

import sys
from dataclasses import replace
from typing import TYPE_CHECKING, Unpack

import click

from echoes_schema.cli.meter import Meter
from echoes_schema.cli.options import (
    format_option,
    not_both,
    order_option,
    single_option,
    steps_option,
    to_option,
)
from echoes_schema.cli.patience import Patience, patience_options, runner_options
from echoes_schema.cli.session import agreed, migrating
from echoes_schema.settings import Settings

if TYPE_CHECKING:
    from echoes_schema.migrations.prospect import Prospect

yes_option = click.option("--yes", is_flag=True, help="Do not ask.")


@click.command()
@to_option
@steps_option
@order_option
@single_option
@patience_options
@format_option
@click.pass_obj
def up(
    settings: Settings,
    *,
    to: str | None,
    steps: int | None,
    allow_out_of_order: bool,
    single_transaction: bool,
    form: str,
    **patience: Unpack[Patience],
) -> None:
    """Apply the migrations that are pending."""
    not_both(to, steps)
    from echoes_schema.migrations import runner
    from echoes_schema.render import json
    from echoes_schema.render.moved import moved_to_text

    with migrating(settings) as connection, Meter() as meter:
        options = replace(
            runner_options(settings, meter, patience),
            to=to,
            steps=steps,
            allow_out_of_order=allow_out_of_order,
            single_transaction=single_transaction,
        )
        done = runner.up(connection, settings.sql, options)
    text = moved_to_text("applied", len(done), "nothing to apply")
    click.echo(json.done_to_json(done, "applied") if form == "json" else text)


@click.command()
@to_option
@steps_option
@click.option("--all", "is_all", is_flag=True, help="Take back everything.")
@yes_option
@single_option
@patience_options
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
    form: str,
    **patience: Unpack[Patience],
) -> None:
    """Take back the last migration, or more. Shows first what would be lost, and asks."""
    not_both(to, steps, is_all=is_all)
    from echoes_schema.migrations import runner
    from echoes_schema.render import json
    from echoes_schema.render.moved import moved_to_text

    foreseen: list[Prospect] = []
    with migrating(settings) as connection, Meter() as meter:
        options = replace(
            runner_options(settings, meter, patience),
            to=to,
            steps=sys.maxsize if is_all else steps,
            single_transaction=single_transaction,
            confirm=lambda prospect, names: _confirm(prospect, names, foreseen, is_sure=yes),
        )
        done = runner.down(connection, settings.sql, options)
    text = moved_to_text("taken back", len(done), "nothing to take back")
    click.echo(json.done_to_json(done, "pending", foreseen) if form == "json" else text)


@click.command()
@click.option(
    "--steps", type=click.IntRange(min=1), default=1, show_default=True, help="How many migrations."
)
@yes_option
@patience_options
@format_option
@click.pass_obj
def redo(
    settings: Settings, *, steps: int, yes: bool, form: str, **patience: Unpack[Patience]
) -> None:
    """Take back the last migration, and apply its file again.

    For a file that you are still writing: it goes back by the text that was applied, and forth by
    the file as it is now. Shows first what would be lost, and asks.
    """
    from echoes_schema.migrations import runner
    from echoes_schema.render import json
    from echoes_schema.render.moved import moved_to_text

    foreseen: list[Prospect] = []
    with migrating(settings) as connection, Meter() as meter:
        options = replace(
            runner_options(settings, meter, patience),
            steps=steps,
            confirm=lambda prospect, names: _confirm(prospect, names, foreseen, is_sure=yes),
        )
        done = runner.redo(connection, settings.sql, options)
    text = moved_to_text("applied again", len(done), "nothing to take back")
    click.echo(json.done_to_json(done, "applied", foreseen) if form == "json" else text)


def _confirm(
    prospect: Prospect, names: tuple[str, ...], foreseen: list[Prospect], *, is_sure: bool
) -> bool:
    """Show what would be lost, keep it in `foreseen`, and return whether to go on."""
    from echoes_schema.render.migrations import losses_to_text

    foreseen.append(prospect)
    return agreed(losses_to_text(prospect, names), "Go on?", is_sure=is_sure)


@click.command()
@click.option(
    "--exit-code", is_flag=True, help="Exit with 1 unless everything is applied as it is."
)
@click.option("--diff", is_flag=True, help="Show what changed in applied files.")
@format_option
@click.pass_obj
def status(settings: Settings, *, exit_code: bool, diff: bool, form: str) -> None:
    """Show which migrations are applied. Writes nothing."""
    from echoes_schema.migrations import changes, folder, journal, state
    from echoes_schema.render import json
    from echoes_schema.render import migrations as text

    files = folder.read(settings.sql, settings.layout)
    with migrating(settings) as connection:
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
