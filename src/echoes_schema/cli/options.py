"""The options that several commands share."""

from __future__ import annotations

import click

from echoes_schema.errors import SettingsError

# As many milliseconds as PostgreSQL counts.
LONGEST_TIMEOUT = 2_147_483

to_option = click.option("--to", metavar="NAME", help="Last migration to have; 0012 is enough.")
steps_option = click.option("--steps", type=click.IntRange(min=1), help="How many.")
order_option = click.option(
    "--allow-out-of-order", is_flag=True, help="Run what comes before something applied."
)
single_option = click.option(
    "--single-transaction", is_flag=True, help="All files in one transaction: all or none."
)
timeout_option = click.option(
    "--lock-timeout",
    type=click.FloatRange(min=0, max=LONGEST_TIMEOUT),
    default=3.0,
    show_default=True,
    metavar="SECONDS",
    help="How long a statement may wait for a lock, and others behind it. 0: for ever.",
)
retry_option = click.option(
    "--lock-retry",
    type=click.FloatRange(min=0, max=LONGEST_TIMEOUT),
    default=60.0,
    show_default=True,
    metavar="SECONDS",
    help="How long to try again, after pauses, when a lock was not to be had. 0: not at all.",
)
wait_option = click.option(
    "--lock-wait",
    type=click.FloatRange(min=0),
    default=600.0,
    show_default=True,
    metavar="SECONDS",
    help="How long to wait for another runner.",
)
pause_option = click.option(
    "--batch-pause",
    type=click.FloatRange(min=0, max=100),
    default=0.5,
    show_default=True,
    metavar="RATIO",
    help="How long to rest after a batch, as a multiple of what it took.",
)
lag_option = click.option(
    "--batch-lag",
    type=click.FloatRange(min=0),
    default=256.0,
    show_default=True,
    metavar="MEGABYTES",
    help="Rest longer while a standby is further behind than this much WAL.",
)
exit_option = click.option(
    "--exit-code", is_flag=True, help="Exit with 1 unless everything is applied as it is."
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


def not_both(to: str | None, steps: int | None, *, is_all: bool = False) -> None:
    if sum((to is not None, steps is not None, is_all)) > 1:
        raise SettingsError("--to, --steps and --all exclude each other", "Give one of them.")


findings_option = click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json", "sarif", "junit"]),
    default="text",
    show_default=True,
    help="How to print the findings.",
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
