"""The options that several commands share."""

from __future__ import annotations

from pathlib import Path

import click

from echoes_schema.errors import SettingsError

to_option = click.option("--to", metavar="NAME", help="Last migration to have; 0012 is enough.")
steps_option = click.option("--steps", type=click.IntRange(min=1), help="How many migrations.")
order_option = click.option(
    "--allow-out-of-order", is_flag=True, help="Run what comes before something applied."
)
single_option = click.option(
    "--single-transaction", is_flag=True, help="All files in one transaction: all or none."
)
format_option = click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json"]),
    default="text",
    show_default=True,
    help="How to print the result.",
)
ignore_option = click.option(
    "--ignore",
    metavar="PATTERN",
    multiple=True,
    help="Objects to leave out, such as 'index tmp_*'; with a reason in pyproject.toml.",
)
findings_option = click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json", "sarif", "junit"]),
    default="text",
    show_default=True,
    help="How to print the findings.",
)
output_option = click.option(
    "--output",
    type=click.Path(path_type=Path, dir_okay=False),
    help="File to write; else it is printed.",
)
scratch_option = click.option(
    "--scratch",
    metavar="URL",
    help="A server for the throw-away database. Else the database's own, else an embedded one.",
)
rename_option = click.option(
    "--rename",
    "renames",
    metavar="HINT",
    multiple=True,
    help="table:old=new or column:table.old=new: a rename is never guessed.",
)


def not_both(to: str | None, steps: int | None, *, is_all: bool = False) -> None:
    if sum((to is not None, steps is not None, is_all)) > 1:
        raise SettingsError("--to, --steps and --all exclude each other", "Give one of them.")
