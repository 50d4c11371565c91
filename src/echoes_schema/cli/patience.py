"""How patiently a runner works: the options of it, and what they mean to the runner."""

from __future__ import annotations

from collections.abc import Callable
from math import isnan
from typing import TYPE_CHECKING, Any, TypedDict, TypeVar

import click

from echoes_schema.cli.meter import Meter
from echoes_schema.settings import Settings

if TYPE_CHECKING:
    from echoes_schema.migrations.runner import Options

Command = TypeVar("Command", bound=Callable[..., object])

# As many milliseconds as PostgreSQL counts.
LONGEST_TIMEOUT = 2_147_483


class Number(click.FloatRange):
    """A range of numbers. NaN is in none, though nothing is below or above it."""

    def convert(
        self, value: Any, param: click.Parameter | None, ctx: click.Context | None
    ) -> float:
        found = float(super().convert(value, param, ctx))
        if isnan(found):
            self.fail(f"{value} is not a number.", param, ctx)
        return found


timeout_option = click.option(
    "--lock-timeout",
    type=Number(min=0, max=LONGEST_TIMEOUT),
    default=3.0,
    show_default=True,
    metavar="SECONDS",
    help="How long a statement may wait for a lock, and others behind it. 0: for ever.",
)
retry_option = click.option(
    "--lock-retry",
    type=Number(min=0, max=LONGEST_TIMEOUT),
    default=60.0,
    show_default=True,
    metavar="SECONDS",
    help="How long to try again, after pauses, when a lock was not to be had. 0: not at all.",
)
wait_option = click.option(
    "--lock-wait",
    type=Number(min=0),
    default=600.0,
    show_default=True,
    metavar="SECONDS",
    help="How long to wait for another runner.",
)
pause_option = click.option(
    "--batch-pause",
    type=Number(min=0, max=100),
    default=0.5,
    show_default=True,
    metavar="RATIO",
    help="How long to rest after a batch, as a multiple of what it took.",
)
lag_option = click.option(
    "--batch-lag",
    type=Number(min=0),
    default=256.0,
    show_default=True,
    metavar="MEGABYTES",
    help="Rest longer while a standby is further behind than this much WAL.",
)


class Patience(TypedDict):
    """What the options of `patience_options` say."""

    lock_timeout: float
    lock_retry: float
    lock_wait: float
    batch_pause: float
    batch_lag: float


def patience_options(command: Command) -> Command:
    """Give a command the options that `runner_options` wants."""
    for option in (lag_option, pause_option, wait_option, retry_option, timeout_option):
        command = option(command)
    return command


def runner_options(settings: Settings, meter: Meter, patience: Patience) -> Options:
    """Return what the runner is to be told: how patiently, in which layout, and who hears it."""
    from echoes_schema.migrations.pace import Pace
    from echoes_schema.migrations.runner import Options

    return Options(
        lock_timeout=patience["lock_timeout"],
        lock_retry=patience["lock_retry"],
        lock_wait=patience["lock_wait"],
        layout=settings.layout,
        pace=Pace(patience["batch_pause"], patience["batch_lag"], meter.show),
        say=meter.say,
    )
