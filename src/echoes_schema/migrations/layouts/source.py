"""What every layout makes of a migration's files."""

from __future__ import annotations

import os
import re
from dataclasses import dataclass
from operator import attrgetter
from pathlib import Path

from echoes_schema.errors import FileError, MigrationError, place
from echoes_schema.migrations.header import Header


@dataclass(frozen=True, slots=True)
class Part:
    """One direction of a migration: the file that it stands in, and what runs of it.

    What else is in the file is blank in `text`, so that lines and columns are the file's own.
    `refusal` says why it cannot run here, though another tool may have run it.
    """

    path: Path
    text: str
    refusal: FileError | MigrationError | None = None


@dataclass(frozen=True, slots=True)
class Source:
    """One migration as its files have it.

    `number` is what a person calls it by, or ""; no two migrations of a folder may share `key`.
    `down` is None where there is no way back.
    """

    id: str
    number: str
    key: str
    kind: str
    header: Header
    up: Part
    down: Part | None

    @property
    def is_transactional(self) -> bool:
        """Whether it runs in one transaction: an index file never does."""
        return self.kind != "index" and self.header.is_transactional


def digits(name: str) -> str:
    """Return the digits that a name begins with, or ""."""
    match = re.match(r"[0-9]+", name)
    return match[0] if match else ""


def rank(name: str) -> tuple[float, str]:
    """Return what names are sorted by: 9 comes before 10, and what has no number last."""
    number = digits(name)
    return (int(number) if number else float("inf")), name


def sql_files(
    folder: Path, but: frozenset[Path] = frozenset(), *, is_deep: bool = False
) -> list[Path]:
    """Return the .sql files of a folder, and of those below it where `is_deep`, by path.

    `but` are whole paths that are passed over. Raises FileError where there is no such folder, or
    it cannot be read.
    """
    return [file for file in all_files(folder, but, is_deep=is_deep) if file.suffix == ".sql"]


def all_files(
    folder: Path, but: frozenset[Path] = frozenset(), *, is_deep: bool = False
) -> list[Path]:
    """Return the files of a folder, and of those below it where `is_deep`, by path.

    Hidden ones are an editor's or the system's, and no tool reads them.
    """
    if not folder.is_dir():
        raise FileError(f"{place(folder)}: no such folder", "Name the folder with --sql.")
    try:
        found = _deep(folder) if is_deep else _flat(folder)
    except OSError as error:
        raise FileError(
            f"{place(folder)}: {error.strerror}", "Check the folder's rights."
        ) from error
    found = [file for file in found if not file.name.startswith(".")]
    if but:
        found = [file for file in found if file.absolute() not in but]
    return sorted(found, key=attrgetter("parts"))  # a path compares slowly


def _flat(folder: Path) -> list[Path]:
    # The entries know what they are: asking each file would be a system call more.
    with os.scandir(folder) as entries:
        return [
            folder / entry.name for entry in entries if entry.is_file() or _leads_nowhere(entry)
        ]


def _deep(folder: Path) -> list[Path]:
    return [file for file in folder.rglob("*") if file.is_file() or _leads_nowhere(file)]


def _leads_nowhere(file: os.DirEntry[str] | Path) -> bool:
    """Return whether it is a link to what is not there: passed over, it would never be missed."""
    return file.is_symlink() and not Path(file).exists()
