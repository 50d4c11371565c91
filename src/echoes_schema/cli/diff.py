"""`diff`, `drift` and `snapshot`: two schemas held against each other, and one saved."""

from __future__ import annotations

import sys
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING

import click

from echoes_schema.cli.options import (
    findings_option,
    ignore_option,
    output_option,
    rename_option,
    scratch_option,
)
from echoes_schema.cli.session import connected, give, migrating, say
from echoes_schema.errors import SettingsError
from echoes_schema.settings import Settings

if TYPE_CHECKING:
    from echoes_schema.sides import Means, Side


@click.command()
@click.argument("one", metavar="A")
@click.argument("other", metavar="B")
@click.option("--sql", "as_sql", is_flag=True, help="Print the statements that lead from A to B.")
@rename_option
@click.option("--allow-loss", is_flag=True, help="With --sql: do not hold back what destroys data.")
@scratch_option
@findings_option
@ignore_option
@click.pass_obj
def diff(
    settings: Settings,
    *,
    one: str,
    other: str,
    as_sql: bool,
    renames: tuple[str, ...],
    allow_loss: bool,
    scratch: str | None,
    form: str,
    ignore: tuple[str, ...],
) -> None:
    """Tell what B has otherwise than A.

    Each is the URL of a database, a file that `snapshot` or `pg_dump` wrote, or a folder of
    migrations or documentation. Migrations and dumps run in a throw-away database. Exits with 1
    where the two differ. With --sql the statements were run on a throw-away copy of A; the exit
    code is 2 where B did not come of it.
    """
    from echoes_schema import sides
    from echoes_schema.scratch import Where, alone

    _require_sql(renames, form, as_sql=as_sql, allow_loss=allow_loss, ignore=ignore)
    means = sides.Means(Where(scratch, settings.home, settings.postgres), settings.layout)
    first, second = sides.read(one, other, means)
    say(f"A: {first.origin}\nB: {second.origin}")
    if as_sql:
        live = sides.live_of(one, other)
        sys.exit(_statements(first, second, means, renames, live=live, allow_loss=allow_loss))
    from echoes_schema.compare.fixpoint import Server
    from echoes_schema.ignores import allowing
    from echoes_schema.render.findings import grouped

    with ExitStack() as stack:
        asked = Server(lambda: stack.enter_context(alone(means.where, second.postgres)))
        report = allowing(
            sides.diff(first, second, asked if scratch else None), settings.ignored(ignore)
        )
    click.echo(grouped(report, form))
    sys.exit(0 if report.is_good else 1)


def _require_sql(
    renames: tuple[str, ...],
    form: str,
    *,
    as_sql: bool,
    allow_loss: bool,
    ignore: tuple[str, ...],
) -> None:
    if as_sql and (form != "text" or ignore):
        raise SettingsError(
            "--sql prints statements, all of them", "Leave --format and --ignore out."
        )
    if not as_sql and (renames or allow_loss):
        raise SettingsError("--rename and --allow-loss are for --sql", "Add --sql.")


def _statements(
    one: Side, other: Side, means: Means, renames: tuple[str, ...], *, live: str, allow_loss: bool
) -> int:
    """Print the statements that lead from one side to the other; return the exit code."""
    from echoes_schema import transition
    from echoes_schema.ddl.text import to_text
    from echoes_schema.render.transition import verdict

    hints = tuple(map(transition.rename_of, renames))
    found = transition.lead(one, other, transition.Request(means, hints, live))
    click.echo(to_text(found.plan, allow_loss=allow_loss), nl=False)
    say(verdict(found, allow_loss=allow_loss))
    if found.doubts:
        return 2
    return 1 if any(one.sql for one in found.plan.statements) else 0


@click.command()
@click.option("--to", metavar="NAME", help="Last migration that counts; 0012 is enough.")
@scratch_option
@findings_option
@ignore_option
@click.pass_obj
def drift(
    settings: Settings, *, to: str | None, scratch: str | None, form: str, ignore: tuple[str, ...]
) -> None:
    """Tell what the database has otherwise than the migrations build.

    They run in a throw-away database of the same major version, never in this one. Exits with 1
    where the two differ.
    """
    from echoes_schema import conform
    from echoes_schema.ignores import allowing
    from echoes_schema.render.findings import grouped
    from echoes_schema.scratch import Where

    where = Where(scratch, settings.home, settings.postgres)
    with migrating(settings) as connection:
        found = conform.drift(connection, settings.sql, where, layout=settings.layout, to=to)
    report = allowing(found, settings.ignored(ignore))
    click.echo(grouped(report, form))
    sys.exit(0 if report.is_good else 1)


@click.command()
@output_option
@click.option(
    "--format",
    "form",
    type=click.Choice(["json", "sql"]),
    default="json",
    show_default=True,
    help="JSON that `diff` reads, or SQL that psql loads into an empty database.",
)
@click.pass_obj
def snapshot(settings: Settings, *, output: Path | None, form: str) -> None:
    """Save the schema of the database, as JSON or as SQL.

    `diff` reads both. Equal databases give the same bytes.
    """
    from echoes_schema import sides
    from echoes_schema import snapshot as saved

    with connected(settings) as connection:
        taken = sides.take(connection)
    if form == "sql":
        from echoes_schema.ddl.text import whole

        text = whole(taken.schema, taken.postgres)
    else:
        text = saved.write(taken)
    give(text, output)
