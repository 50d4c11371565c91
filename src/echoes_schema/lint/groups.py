"""Which files are one history: those of a folder that have an order, whichever are asked for.

So the verdict on a file depends neither on what is named beside it nor on where a list of files was
cut into several runs, as pre-commit does; and no folder speaks for another one.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from echoes_schema.errors import FileError
from echoes_schema.lint import files, folder, names
from echoes_schema.rulebook import Migration, Script
from echoes_schema.settings import Settings

if TYPE_CHECKING:
    from echoes_schema.cache import Cache
    from echoes_schema.rehearsal import Rehearsal
    from echoes_schema.style.work import Heard

# Files by their whole path, as they were named.
_Asked = dict[str, Path]


@dataclass(frozen=True, slots=True)
class Choice:
    """Which files are judged: the others are read for what they make of the schema.

    `changed` are those that git names, None for all; `since` is a migration: those after it.
    `rehearsal` is what they are to do on a throw-away database, None for nothing. `style` is the
    cache for judging how they look, None for not judging that. `remembers`: what the
    migrations make that nobody asks about is kept for the next run. `heard` is told how many files
    sqlfluff is through with, and of how many.
    """

    changed: frozenset[Path] | None = None
    since: str = ""
    rehearsal: Rehearsal | None = None
    style: Cache | None = None
    remembers: bool = field(default=False, compare=False)
    heard: Heard = field(default=lambda _done, _whole: None, compare=False)


@dataclass(frozen=True, slots=True)
class Group:
    """One history; `only` are the files that were asked for, None: all."""

    migrations: list[Migration]
    only: frozenset[Path] | None = None

    def todo(
        self, settings: Settings, choice: Choice | None
    ) -> list[tuple[Migration, list[Script]]]:
        """Return the migrations up to the last that is judged, and the scripts to judge of each."""
        found = [
            (one, [script for script in one.scripts if self.judges(script, settings, choice)])
            for one in self.migrations
        ]
        while found and not found[-1][1]:
            found.pop()
        return found

    def judges(self, script: Script, settings: Settings, choice: Choice | None) -> bool:
        if self.only is None and choice in (None, Choice()) and not settings.linting.exclude:
            # A path takes longer to make than most files to read.
            return True
        path = script.path.absolute()
        if self.only is not None and not _holds(self.only, path):
            return False
        if choice and choice.changed is not None and not _holds(choice.changed, path):
            return False
        if choice and choice.since and not self._is_after(script, choice.since):
            return False
        return not settings.linting.excludes(path)

    def _is_after(self, script: Script, since: str) -> bool:
        from echoes_schema.migrations.state import find

        ids = [one.id for one in self.migrations]
        mine = next(one.id for one in self.migrations if script in one.scripts)
        return ids.index(mine) > ids.index(find(since, ids))


def _holds(wanted: frozenset[Path], path: Path) -> bool:
    """Return whether a path is one of those, or a folder of theirs."""
    return path in wanted or (path.is_dir() and any(path in one.parents for one in wanted))


def grouped(paths: tuple[Path, ...], settings: Settings) -> list[Group]:
    """Return what paths mean, history by history.

    Raises FileError for what is not there, or may not be looked at.
    """
    try:
        return list(_groups(paths, settings))
    except OSError as error:
        raise FileError(
            f"{error.filename}: {error.strerror}", "Check the path and its rights."
        ) from error


def _groups(paths: tuple[Path, ...], settings: Settings) -> Iterator[Group]:
    """Yield the folders of migrations that are named, then those that other files lie in."""
    asked: _Asked = {}
    for path in paths:
        found = _of_folder(path, settings) if path.is_dir() else []
        if found:
            yield Group(found)
        elif path == files.STANDARD_INPUT:
            yield Group(files.read([path]))
        else:
            asked |= {_whole(one): one for one in _files(path)}
    own = f"{_whole(settings.sql)}{os.sep}"
    if any(path.startswith(own) for path in asked):
        yield from _taken(asked, _of_folder(settings.sql, settings))
    homes: dict[Path, _Asked] = {}
    for whole, path in asked.items():
        homes.setdefault(names.home_of(path), {})[whole] = path
    for home, wanted in homes.items():
        yield from _of_home(home, wanted)


def _whole(path: Path) -> str:
    # As text: a Path of each takes longer than to read it.
    return os.path.abspath(path)  # noqa: PTH100


def _files(path: Path) -> list[Path]:
    if path.is_dir():
        return folder.sql_files(path)
    if not path.is_file():
        raise FileError(f"{path}: no such file", "Correct the path.")
    return [path]


def _of_folder(path: Path, settings: Settings) -> list[Migration]:
    """Return the migrations of a folder, none where its files lie in no known layout."""
    own = path.absolute() == settings.sql.absolute()
    layout = settings.layout if own or settings.layout != "echoes" else names.layout(path)
    return folder.read(path, layout) if layout else []


def _of_home(home: Path, asked: _Asked) -> Iterator[Group]:
    """Yield the history in a folder, in its layout or else by number; then each other file."""
    layout = names.layout(home)
    found = folder.read(home, layout) if layout else []
    yield from _taken(asked, found)
    if asked:
        beside = [] if found else filter(names.is_numbered, names.beside(home))
        others = files.read(list({*beside, *asked.values()}))
        numbered = [one for one in others if names.is_numbered(one.scripts[0].path)]
        yield from _taken(asked, numbered)
        # They have no order, so what one makes is not there before another.
        for one in others:
            yield from _taken(asked, [one])


def _taken(asked: _Asked, found: Sequence[Migration]) -> Iterator[Group]:
    """Yield the history with the files that were asked for, which are taken out of `asked`."""
    known = {_whole(script.path) for one in found for script in one.scripts}
    only = known & asked.keys()
    if only:
        # Of a folder that is refused the finding is its own.
        yield Group(list(found), None if only == known else frozenset(map(Path, asked)))
    for path in only:
        del asked[path]
