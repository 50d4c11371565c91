"""`docs`: the documented schema, its diagrams, and the browser of it."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from echoes_schema.cli.options import (
    findings_option,
    format_option,
    ignore_option,
    output_option,
    scratch_option,
)
from echoes_schema.cli.session import connected, give, say
from echoes_schema.errors import SettingsError
from echoes_schema.settings import Settings

if TYPE_CHECKING:
    from echoes_schema.sides import Side

source_argument = click.argument("source", required=False)


@click.group()
def docs() -> None:
    """The documented schema, its diagrams, and a browser of it.

    SOURCE is the URL of a database, a file that `snapshot` or `pg_dump` wrote, or a folder of
    migrations or documentation; without it the database is read. Migrations and dumps run in a
    throw-away database.
    """


@docs.command()
@source_argument
@scratch_option
@format_option
@click.pass_obj
def build(settings: Settings, *, source: str | None, scratch: str | None, form: str) -> None:
    """Bring the pages up to the schema; what people wrote stays.

    The first pages are one for each schema, or one for each table of a schema that has very
    many. What is not documented later goes to the pages of its schema, else to new.md. A second
    run changes nothing. SOURCE is as `docs --help` says.
    """
    from echoes_schema import document
    from echoes_schema.render.json import dump

    folder = _named(settings)
    side = _side(settings, source, scratch)
    notes = document.build(side.schema, side.postgres, folder)
    text = "\n".join(notes) or "nothing to write"
    click.echo(dump({"notes": list(notes)}) if form == "json" else text)


@docs.command("check")
@source_argument
@scratch_option
@findings_option
@ignore_option
@click.pass_obj
def check_pages(
    settings: Settings,
    *,
    source: str | None,
    scratch: str | None,
    form: str,
    ignore: tuple[str, ...],
) -> None:
    """Tell where the pages are not what `docs build` would make them.

    That is what `check` tells, and diagrams and contents that are stale. Exits with 1 where there
    is such a place. SOURCE is as `docs --help` says.
    """
    from echoes_schema import document
    from echoes_schema.ignores import allowing
    from echoes_schema.render.findings import render

    side = _side(settings, source, scratch)
    found = document.check(side.schema, side.postgres, settings.docs)
    report = allowing(found, settings.ignored(ignore))
    click.echo(render(report, form))
    sys.exit(0 if report.is_good else 1)


@docs.command()
@source_argument
@click.option(
    "--format",
    "form",
    type=click.Choice(["mermaid", "dot", "svg"]),
    default="svg",
    show_default=True,
    help="How to draw it.",
)
@click.option(
    "--table",
    "tables",
    metavar="NAME",
    multiple=True,
    help="Draw this table and those that it has foreign keys with; may be given several times.",
)
@click.option(
    "--detail",
    type=click.Choice(["columns", "keys", "names"]),
    default="columns",
    show_default=True,
    help="What to draw of each table. Mermaid draws less where that is too much for it.",
)
@scratch_option
@output_option
@click.pass_obj
def diagram(
    settings: Settings,
    *,
    source: str | None,
    form: str,
    tables: tuple[str, ...],
    detail: str,
    scratch: str | None,
    output: Path | None,
) -> None:
    """Draw the tables and the foreign keys between them.

    SOURCE is as `docs --help` says.
    """
    from echoes_schema import diagrams

    side = _side(settings, source, scratch)
    drawing = diagrams.draw(side.schema, form, tables=tables, detail=diagrams.Detail(detail))
    if drawing.detail != detail:
        say(f"drawn with {drawing.detail} only: Mermaid has no room for more")
    give(f"{drawing.text}\n", output)


@docs.command()
@source_argument
@click.option("--title", metavar="TEXT", help="What to call it; else as the source is called.")
@scratch_option
@output_option
@click.pass_obj
def html(
    settings: Settings,
    *,
    source: str | None,
    title: str | None,
    scratch: str | None,
    output: Path | None,
) -> None:
    """Make a browser of the schema, in one HTML file.

    It needs no server and no network. Of a live database it also shows how large the tables are.
    SOURCE is as `docs --help` says.
    """
    from echoes_schema import site

    side = _side(settings, source, scratch, is_measured=True)
    give(f"{site.page(side, settings.docs, title)}\n", output)


def _named(settings: Settings) -> Path:
    """Return the folder of pages, where somebody said which it is."""
    if settings.has_bundled_docs:
        raise SettingsError(
            "no folder of documentation is named",
            "Make one, and name it with --docs, or as docs below [tool.echoes-schema] in "
            "pyproject.toml.",
        )
    return settings.docs


def _side(
    settings: Settings, source: str | None, scratch: str | None, *, is_measured: bool = False
) -> Side:
    """Return the schema that a source tells, or the database; say on stderr where it is from."""
    from echoes_schema import sides
    from echoes_schema.scratch import Where

    if source is None:
        with connected(settings) as connection:
            return sides.live(connection, is_measured=is_measured)
    means = sides.Means(
        Where(scratch, settings.home, settings.postgres), settings.layout, is_measured=is_measured
    )
    side = sides.read_one(source, means)
    say(f"schema: {side.origin}")
    return side
