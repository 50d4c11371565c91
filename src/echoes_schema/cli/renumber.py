"""`renumber`: mine after theirs, when two branches took the same numbers."""

from __future__ import annotations

import click

from echoes_schema.cli.options import format_option
from echoes_schema.cli.session import migrating
from echoes_schema.settings import Settings


@click.command()
@click.argument("names", nargs=-1, required=True)
@click.option("--dry-run", is_flag=True, help="Show what would be renamed, and stop.")
@click.option(
    "--offline", is_flag=True, help="Do not ask the database whether it has them already."
)
@format_option
@click.pass_obj
def renumber(
    settings: Settings, *, names: tuple[str, ...], dry_run: bool, offline: bool, form: str
) -> None:
    """Give migrations the next free numbers, behind all others.

    NAMES are those that move, where two merged branches took the same numbers. Rollback files go
    along, and `depends:` lines follow. What the database has under its name is refused.
    """
    from echoes_schema.migrations import journal
    from echoes_schema.migrations.new import refuse_bundled
    from echoes_schema.migrations.renumber import perform, plan
    from echoes_schema.render import renumbering as rendering

    refuse_bundled(settings.sql)
    history = None
    if not offline:
        with migrating(settings) as connection:
            history = journal.read(connection)
    found = plan(settings.sql, names, layout=settings.layout, history=history)
    if not dry_run:
        perform(found)
    is_json = form == "json"
    click.echo(
        rendering.renumbering_to_json(found) if is_json else rendering.renumbering_to_text(found)
    )
