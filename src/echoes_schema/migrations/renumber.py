"""Moves migrations behind those that a merged branch brought under the same numbers."""

from __future__ import annotations

import errno
import os
import re
from collections.abc import Iterable, Mapping
from contextlib import ExitStack
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from echoes_schema.errors import FileError, MigrationError, SettingsError, place
from echoes_schema.migrations import state
from echoes_schema.migrations.layouts.echoes import DATED, KINDS, ROLLBACK
from echoes_schema.migrations.layouts.source import digits, rank, sql_files
from echoes_schema.parser import statements

if TYPE_CHECKING:
    from echoes_schema.migrations.journal import History

# How the files of one migration end; the rest of their names is the migration's own.
_SUFFIXES = {
    "echoes": (ROLLBACK, ".sql"),
    "dbmate": (".sql",),
    "golang-migrate": (".up.sql", ".down.sql"),
}
_DEPENDS = re.compile(r"\ufeff?\s*--\s*depends\s*:")


@dataclass(frozen=True, slots=True)
class Rewrite:
    """A file that speaks of a name which changes: its place before the renaming, its content."""

    path: Path
    old: bytes
    new: bytes


@dataclass(frozen=True, slots=True)
class Renumbering:
    """What changes: files from and to, those with the highest number first, and their texts."""

    renamed: tuple[tuple[Path, Path], ...]
    rewritten: tuple[Rewrite, ...]


def plan(
    sql: Path, names: Iterable[str], *, layout: str = "echoes", history: History | None = None
) -> Renumbering:
    """Return what gives the named migrations the next free numbers, in the order that they have.

    Files that stand behind all others already keep their number. Only names are read, and the
    headers: two files of one number do no harm here. Raises MigrationError for a migration that
    `history` knows, SettingsError for a layout whose files are not numbered like that.
    """
    _refuse_layout(layout)
    files = _files(sql, layout)
    mine = sorted({state.find(_name(name, layout), files) for name in names}, key=rank)
    _refuse_known(mine, history)
    for name in mine:
        _refuse_odd(name, files[name])
    new = _new_names(mine, files)
    renamed = [
        (file, file.with_name(new[name] + file.name.removeprefix(name)))
        for name in reversed(list(new))
        for file in files[name]
    ]
    everything = [(name, file) for name, group in files.items() for file in group]
    rewritten = [_rewrite(file, new, is_mine=name in new) for name, file in everything]
    return Renumbering(tuple(renamed), tuple(one for one in rewritten if one.old != one.new))


def perform(renumbering: Renumbering) -> None:
    """Rewrite and rename the files; where one fails, all are as they were. Raises FileError."""
    try:
        with ExitStack() as undo:
            for one in renumbering.rewritten:
                undo.callback(partial(one.path.write_bytes, one.old))
                one.path.write_bytes(one.new)
            for old, new in renumbering.renamed:
                if new.exists():
                    raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST), str(new))
                old.rename(new)
                undo.callback(partial(new.rename, old))
            undo.pop_all()
    except OSError as error:
        where = f"{place(Path(error.filename))}: " if error.filename else ""
        raise FileError(f"{where}{error.strerror}", "Nothing was renamed.") from error


def _refuse_layout(layout: str) -> None:
    if layout not in _SUFFIXES:
        raise SettingsError(
            f"renumber does not know the numbers of {layout}",
            f"It renames files of {', '.join(_SUFFIXES)}; use that tool's own way.",
        )


def _files(sql: Path, layout: str) -> dict[str, list[Path]]:
    """Return the files of each migration by its name."""
    folders = [sql / kind for kind in KINDS if (sql / kind).is_dir()] if layout == "echoes" else []
    found: dict[str, list[Path]] = {}
    for folder in folders or [sql]:
        for file in sql_files(folder):
            name = _name(file.name, layout)
            if name != file.name:
                found.setdefault(name, []).append(file)
    return found


def _name(given: str, layout: str) -> str:
    """Return a migration's name from that, or from the path of one of its files."""
    file = Path(given).name
    suffix = next((one for one in _SUFFIXES[layout] if file.endswith(one)), "")
    return file.removesuffix(suffix)


def _refuse_known(mine: list[str], history: History | None) -> None:
    if history is None:
        return
    known = {row.id for row in history.applied} | {name for name, _ in history.half_done}
    applied = [name for name in mine if name in known]
    if applied:
        raise MigrationError(
            f"the database has it under that name: {', '.join(applied)}",
            "Renumber the other one; or take this one back with `echoes-schema down` first.",
        )


def _refuse_odd(name: str, files: list[Path]) -> None:
    if not digits(name) or DATED.match(name):
        raise FileError(
            f"{place(files[0])}: its name begins with no number of a sequence",
            "Rename it and its rollback file by hand.",
        )
    if len({file.parent for file in files}) > 1:
        raise FileError(
            f"{name} is there twice: {', '.join(place(file) for file in files)}",
            "Rename one of them by hand.",
        )


def _new_names(mine: list[str], files: Iterable[str]) -> dict[str, str]:
    """Return the new name of each one that gets one, by its old name, lowest number first."""
    last = max((int(digits(one)) for one in files if digits(one) and one not in mine), default=0)
    found = {}
    for name in mine:
        number = digits(name)
        if int(number) > last:
            last = int(number)
        else:
            last += 1
            found[name] = str(last).zfill(len(number)) + name.removeprefix(number)
    return found


def _rewrite(file: Path, new: Mapping[str, str], *, is_mine: bool) -> Rewrite:
    """Return a file with the new names in its header: in `depends:`, and in its own all over."""
    statements.read_text(file)  # refuses what is no text
    old = file.read_bytes()
    lines = old.decode().split("\n")
    for number, line in enumerate(lines):
        text = line.strip("\ufeff \t\r")
        if text and not text.startswith("--"):
            break
        if is_mine or _DEPENDS.match(line):
            lines[number] = _with_new_names(line, new)
    return Rewrite(file, old, "\n".join(lines).encode())


def _with_new_names(line: str, new: Mapping[str, str]) -> str:
    # One pass: the new name of one may be the old name of another.
    return re.sub(r"[\w-]+", lambda match: new.get(match[0], match[0]), line)
