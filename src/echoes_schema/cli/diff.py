"""`diff` and `snapshot`: two schemas held against each other, and one saved."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from echoes_schema.cli.options import format_option, ignore_option
from echoes_schema.cli.session import connected
from echoes_schema.settings import Settings


@click.command()
@click.argument("one", metavar="A")
@click.argument("other", metavar="B")
@format_option
@ignore_option
@click.pass_obj
def diff(settings: Settings, *, one: str, other: str, form: str, ignore: tuple[str, ...]) -> None:
    """Tell what B has otherwise than A; exit with 1 if they differ.

    Each is the URL of a database, a file that `snapshot` wrote, or a folder of documentation.
    """
    from echoes_schema import sides
    from echoes_schema.model import allowing
    from echoes_schema.render.json import report_to_json
    from echoes_schema.render.text import groups_to_text

    first, second = sides.read(one, other)
    click.echo(f"A: {first.origin}\nB: {second.origin}", err=True)
    report = allowing(sides.diff(first, second), settings.ignored(ignore))
    click.echo(report_to_json(report) if form == "json" else groups_to_text(report))
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


COMMANDS: tuple[click.Command, ...] = (diff, snapshot)
