"""`diff`, `drift` and `snapshot`: two schemas held against each other, and one saved."""

from __future__ import annotations

import sys
from contextlib import ExitStack
from pathlib import Path

import click

from echoes_schema.cli.options import findings_option, ignore_option, scratch_option
from echoes_schema.cli.session import connected, say
from echoes_schema.settings import Settings


@click.command()
@click.argument("one", metavar="A")
@click.argument("other", metavar="B")
@scratch_option
@findings_option
@ignore_option
@click.pass_obj
def diff(
    settings: Settings,
    *,
    one: str,
    other: str,
    scratch: str | None,
    form: str,
    ignore: tuple[str, ...],
) -> None:
    """Tell what B has otherwise than A; exit with 1 if they differ.

    Each is the URL of a database, a file that `snapshot` or `pg_dump` wrote, or a folder of
    migrations or documentation. Migrations and dumps run in a throw-away database.
    """
    from echoes_schema import sides
    from echoes_schema.compare.fixpoint import Server
    from echoes_schema.ignores import allowing
    from echoes_schema.render.findings import grouped
    from echoes_schema.scratch import Where, alone

    means = sides.Means(Where(scratch, settings.home, settings.postgres), settings.layout)
    first, second = sides.read(one, other, means)
    say(f"A: {first.origin}\nB: {second.origin}")
    with ExitStack() as stack:
        asked = Server(lambda: stack.enter_context(alone(means.where, second.postgres)))
        report = allowing(
            sides.diff(first, second, asked if scratch else None), settings.ignored(ignore)
        )
    click.echo(grouped(report, form))
    sys.exit(0 if report.is_good else 1)


@click.command()
@click.option("--to", metavar="NAME", help="Last migration that counts; 0012 is enough.")
@scratch_option
@findings_option
@ignore_option
@click.pass_obj
def drift(
    settings: Settings, *, to: str | None, scratch: str | None, form: str, ignore: tuple[str, ...]
) -> None:
    """Tell what the database has otherwise than the migrations build; exit with 1 if so.

    They run in a throw-away database of the same major version, never in this one.
    """
    from echoes_schema import conform
    from echoes_schema.ignores import allowing
    from echoes_schema.render.findings import grouped
    from echoes_schema.scratch import Where

    where = Where(scratch, settings.home, settings.postgres)
    with connected(settings) as connection:
        found = conform.drift(connection, settings.sql, where, layout=settings.layout, to=to)
    report = allowing(found, settings.ignored(ignore))
    click.echo(grouped(report, form))
    sys.exit(0 if report.is_good else 1)


@click.command()
@click.option(
    "--output",
    type=click.Path(path_type=Path, dir_okay=False),
    help="File to write; else it is printed.",
)
@click.pass_obj
def snapshot(settings: Settings, *, output: Path | None) -> None:
    """Save the schema of the database as JSON that `diff` reads.

    Equal databases give the same bytes.
    """
    from echoes_schema import sides
    from echoes_schema import snapshot as saved

    with connected(settings) as connection:
        text = saved.write(sides.take(connection))
    if output is None:
        click.echo(text, nl=False)
    else:
        output.write_text(text, "utf-8")


COMMANDS: tuple[click.Command, ...] = (diff, drift, snapshot)
