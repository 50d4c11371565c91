"""What the bench wants of a peer: its own files, and a command for each step."""

from __future__ import annotations

import shlex
import subprocess
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Protocol

import click

from bench.workload import Change


class Step(StrEnum):
    """What is timed, in the order in which it runs on a new database."""

    UP = "up"
    NOOP = "up, nothing to do"
    STATUS = "status"
    DOWN = "down"
    HELP = "--help"


class MissingError(Exception):
    """A peer cannot take part; the text says what to install."""


class BenchError(Exception):
    """A command failed, or did not do its work: there is nothing to measure."""


@dataclass(frozen=True, slots=True)
class Job:
    """A peer's files in `folder`, and the name of the database that they run on.

    The server comes to all of them in libpq's variables (PGHOST and so on).
    """

    folder: Path
    database: str
    changes: tuple[Change, ...]


class Peer(Protocol):
    """One tool that runs migrations."""

    name: str

    def version(self) -> str:
        """Return the version that is installed. Raises MissingError."""

    def lay_out(self, changes: tuple[Change, ...], folder: Path) -> None:
        """Write the changes into `folder` as this tool wants them."""

    def command(self, step: Step, job: Job) -> list[str]:
        """Return the command line; it runs in the job's folder."""


class Known(Protocol):
    """Whoever can say which version of it is installed."""

    name: str

    def version(self) -> str:
        """Return the version that is installed. Raises MissingError."""


def roll_call(peers: Iterable[Known]) -> tuple[dict[str, str], dict[str, str]]:
    """Return the versions of those that are there, and what the others lack; say that at once."""
    versions, missing = {}, {}
    for one in peers:
        try:
            versions[one.name] = one.version()
        except MissingError as error:
            missing[one.name] = str(error)
            click.echo(f"{one.name} is missing: {error}", err=True)
    return versions, missing


def output(command: Iterable[str | Path]) -> str:
    """Return the first line that a program prints. Raises MissingError when it does not run."""
    words = [str(word) for word in command]
    try:
        done = subprocess.run(words, capture_output=True, text=True, check=True, timeout=60)
    except (OSError, subprocess.SubprocessError) as error:
        raise MissingError(f"{words[0]} does not run: {error}") from error
    return (done.stdout.strip() or done.stderr.strip()).partition("\n")[0]


def each(command: Iterable[str | Path], files: Path) -> list[str]:
    """Return a shell loop that runs a command with each line of a file as its last word."""
    words = shlex.join(str(word) for word in command)
    loop = f'while read -r item; do {words} "$item" < /dev/null || exit 1; done'
    return ["sh", "-c", f"{loop} < {shlex.quote(str(files))}"]
