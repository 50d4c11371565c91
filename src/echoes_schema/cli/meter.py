"""How far long work is: a bar on a terminal; of a backfill elsewhere a line now and then."""

from __future__ import annotations

import sys
import time
from typing import TYPE_CHECKING, Self

import click

if TYPE_CHECKING:
    from click._termui_impl import ProgressBar

    from echoes_schema.migrations.pace import Progress

SECONDS_BETWEEN_LINES = 5.0
# Fewer things are done before a bar is read.
_FEW = 10


class Meter:
    """Shows progress on stderr, and the lines that are said meanwhile above it."""

    def __init__(self) -> None:
        self._bar: ProgressBar[int] | None = None
        self._said_at = time.monotonic()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        # A bar hides the cursor.
        if self._bar:
            self._bar.render_finish()

    def say(self, message: str) -> None:
        if self._bar:
            click.echo(err=True)
        click.echo(message, err=True)

    def show(self, progress: Progress) -> None:
        if sys.stderr.isatty():
            self._draw(progress)
        elif time.monotonic() - self._said_at >= SECONDS_BETWEEN_LINES and not progress.is_over:
            self._said_at = time.monotonic()
            self.say(f"{progress.name}: {progress.rows} of about {progress.expected} rows")

    def _draw(self, progress: Progress) -> None:
        bar = self._bar or _bar(progress)
        self._bar = bar
        # The estimate may have been too low.
        bar.length = max(progress.expected, progress.rows, 1)
        bar.update(progress.rows - bar.pos)
        if progress.is_over:
            bar.length = max(progress.rows, 1)
            bar.render_progress()
            bar.render_finish()
            self._bar = None


class Count:
    """Shows on a terminal how many of many things are done."""

    def __init__(self, label: str) -> None:
        self._label = label
        self._bar: ProgressBar[int] | None = None

    def __call__(self, done: int, whole: int) -> None:
        if whole < _FEW or not sys.stderr.isatty():
            return
        bar = self._bar or click.progressbar(length=whole, label=self._label, file=sys.stderr)
        self._bar = bar
        bar.update(done - bar.pos)
        if done == whole:
            bar.render_finish()


def _bar(progress: Progress) -> ProgressBar[int]:
    # What an earlier run did says nothing of how long the rest takes.
    return click.progressbar(
        length=max(progress.expected, 1),
        label=progress.name,
        file=sys.stderr,
        show_pos=True,
        show_eta=progress.rows == 0,
    )
