"""What can go wrong, said once: a sentence, the place, and what to do next.

EchoesError
├── SettingsError    an option, a variable or pyproject.toml says something impossible
├── ServerError      a server cannot be reached, started or used
├── FileError        a file cannot be read as what it should be
└── MigrationError   a migration is refused, or PostgreSQL refused it
"""

from __future__ import annotations

import os
import re
from pathlib import Path


class EchoesError(Exception):
    """A failure that a user can act on. Raised where it is known, shown once, by the CLI."""

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint


class SettingsError(EchoesError):
    """An option, an environment variable or pyproject.toml says something impossible."""


class ServerError(EchoesError):
    """A server cannot be reached, started or used."""


class FileError(EchoesError):
    """A file cannot be read as what it should be."""


class MigrationError(EchoesError):
    """A migration is refused, or PostgreSQL refused it."""


def readable(name: str) -> str:
    r"""Return what the system calls something as UTF-8, as it need not be: other bytes as \xff."""
    return name.encode(errors="surrogateescape").decode(errors="backslashreplace")


def place(path: Path, line: int = 0, column: int = 0) -> str:
    """Return `path:line:column`, the path relative to here where it lies below, parts from 1."""
    shown = readable(str(path)).removeprefix(f"{os.getcwd()}{os.sep}")  # noqa: PTH109 (a Path is slow to make)
    return ":".join([shown, *(str(number) for number in (line, column) if number)])


_PLACED = re.compile(
    r"(?P<path>.+?\.[a-z]+)(?::(?P<line>\d+))?(?::(?P<column>\d+))?: (?P<rest>.*)", re.S
)


def placed(error: EchoesError) -> tuple[str, int, int, str]:
    """Return path, line, column and the rest of a message that begins with a `place` of a file.

    What is not there is "" or 0.
    """
    match = _PLACED.match(error.message)
    if match is None:
        return "", 0, 0, error.message
    return match["path"], int(match["line"] or 0), int(match["column"] or 0), match["rest"]
