"""`new`: the files of a new migration."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from echoes_schema.cli.options import format_option, rename_option, scratch_option
from echoes_schema.cli.session import say
from echoes_schema.errors import SettingsError
from echoes_schema.settings import Settings


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
    """Write a new migration: next number, header, way back.

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
