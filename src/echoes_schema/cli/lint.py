"""`lint` and `explain`: what a migration does to those who use the database meanwhile."""

from __future__ import annotations

import sys
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, TypedDict, Unpack

import click

from echoes_schema.cli.meter import Count
from echoes_schema.cli.options import format_option
from echoes_schema.model import Level
from echoes_schema.settings import Settings

if TYPE_CHECKING:
    from echoes_schema.lint import Choice
    from echoes_schema.rehearsal import Rehearsal

FORMATS = ("text", "json", "sarif", "junit", "github", "gitlab")


class _Asked(TypedDict):
    """The options that say what is judged, and how strictly."""

    since: str
    git_base: str | None
    baseline: Path | None
    fail_on: str | None
    trace: bool
    round_trip: bool
    style: bool
    no_cache: bool
    scratch: str | None


@click.command()
@click.argument("paths", nargs=-1, type=click.Path(path_type=Path))
@click.option("--since", metavar="NAME", default="", help="Judge what comes after that migration.")
@click.option("--git-base", metavar="REF", help="Judge what has changed since REF, says git.")
@click.option(
    "--baseline",
    type=click.Path(path_type=Path),
    help="Findings that --write-baseline kept: they are known.",
)
@click.option(
    "--write-baseline",
    type=click.Path(path_type=Path),
    help="Write what is found to that file, to be known from now on, and exit with 0.",
)
@click.option(
    "--fail-on",
    type=click.Choice([str(level) for level in Level]),
    help="The least level that makes the exit code 1. Else fail-on of pyproject.toml, or warning.",
)
@click.option(
    "--trace", is_flag=True, help="Run them on a throw-away database, and measure each statement."
)
@click.option(
    "--round-trip", is_flag=True, help="Run them there up, down and up again, and compare."
)
@click.option("--style", is_flag=True, help="Judge how the files look, too, with sqlfluff.")
@click.option("--no-cache", is_flag=True, help="Look at unchanged files anew, and keep nothing.")
@click.option(
    "--scratch",
    metavar="URL",
    help="The server that a throw-away database is made on. Else an embedded one.",
)
@click.option(
    "--format",
    "form",
    type=click.Choice(FORMATS),
    default="text",
    show_default=True,
    help="How to print the result.",
)
@click.pass_obj
def lint(
    settings: Settings,
    *,
    paths: tuple[Path, ...],
    write_baseline: Path | None,
    form: str,
    **asked: Unpack[_Asked],
) -> None:
    """Say which statements lock, scan or rewrite a table in use.

    Each finding tells what happens, and what to write instead. PATHS are folders of migrations,
    files, or - for standard input; else the project's folder. Migrations before a file are read
    for what they make of the schema.
    """
    from echoes_schema import lint as linter
    from echoes_schema.lint import baseline as known
    from echoes_schema.render.findings import render

    said, level = settings.linting, asked["fail_on"]
    linting = replace(
        said,
        baseline=None if write_baseline else asked["baseline"] or said.baseline,
        fail_on=Level(level) if level else said.fail_on,
    )
    report = linter.lint(paths, replace(settings, linting=linting), _choice(settings, asked))
    if write_baseline:
        count = known.write(write_baseline, report)
        click.echo(f"wrote {count} findings to {write_baseline}", err=True)
        return
    click.echo(render(report, form))
    sys.exit(1 if report.fails_at(linting.fail_on) else 0)


def _choice(settings: Settings, asked: _Asked) -> Choice:
    """Return what of the files is judged, and by what, as the options say."""
    from echoes_schema.lint import Choice

    keeps, style = not asked["no_cache"], None
    if asked["style"]:
        from echoes_schema import cache

        style = cache.opened("style") if keeps else cache.Cache()
    changed = None if asked["git_base"] is None else _changed(asked["git_base"])
    wanted = _rehearsal(settings, asked) if asked["trace"] or asked["round_trip"] else None
    heard = Count("style")
    return Choice(changed, asked["since"], wanted, style, remembers=keeps, heard=heard)


def _changed(git_base: str) -> frozenset[Path]:
    from echoes_schema.lint import git

    return git.changed(git_base, Path.cwd())


def _rehearsal(settings: Settings, asked: _Asked) -> Rehearsal:
    from echoes_schema.rehearsal import Rehearsal
    from echoes_schema.scratch import Where

    where = Where(asked["scratch"], settings.home, settings.postgres)
    return Rehearsal(where, is_traced=asked["trace"], is_round_trip=asked["round_trip"])


@click.command()
@click.argument("rule")
@format_option
def explain(rule: str, form: str) -> None:
    """Print the page of a lint rule: what happens, why, what to do."""
    from echoes_schema.lint import catalogue
    from echoes_schema.render.json import dump

    found = catalogue.find(rule)
    if form == "json":
        facts = {"name": found.name, "category": found.category, "level": found.level}
        click.echo(dump({"rule": {**facts, "page": found.page}}))
    else:
        click.echo(f"{found.name} ({found.category}, {found.level})\n\n{found.page}")
