"""Flyway's layout: `V1_2__name.sql` and `U1_2__name.sql`, in a folder and those below it."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from operator import attrgetter
from pathlib import Path

from echoes_schema.errors import FileError, MigrationError, place
from echoes_schema.migrations.header import Header
from echoes_schema.migrations.layouts import flyway_options, foreign
from echoes_schema.migrations.layouts.source import Part, Source, sql_files
from echoes_schema.parser import statements

_VERSIONED = re.compile(r"(?P<kind>[VU])(?P<version>[0-9]+(?:[._][0-9]+)*)(?:__.*)?\.sql")
_OTHERS = (
    (
        re.compile(r"R__.*"),
        "a repeatable migration",
        "Move it out of the folder, and write each change of it as a versioned one.",
    ),
    (
        re.compile(r"(?:before|after)[A-Z].*"),
        "a callback, which Flyway runs at every run",
        "Move it out of the folder, and run it yourself.",
    ),
)
_REFUSED = (
    (
        re.compile(r"B[0-9].*"),
        "a baseline migration",
        "Move it out of the folder: the versions that it stands for are read themselves.",
    ),
    (
        re.compile(r"[VU][0-9].*|R_.*"),
        "not a name that Flyway takes notice of",
        "Name it like V1_2__create_ships.sql, with two underscores.",
    ),
)
_PLACEHOLDER = re.compile(r"\$\{[^}\n]*\}")

Version = tuple[int, ...]


def read(path: Path, but: frozenset[Path] = frozenset()) -> list[Source]:
    """Return the versioned migrations below `path` by version, with their undo scripts.

    Raises FileError for repeatable and baseline migrations, callbacks and names with a slip; for
    two files of one version, and an undo script alone. Other .sql files do not count.
    """
    found, others = read_with_others(path, but)
    for other in others:
        if other.up.refusal:
            raise other.up.refusal
    return found


def read_with_others(
    path: Path, but: frozenset[Path] = frozenset()
) -> tuple[list[Source], list[Source]]:
    """Return the versioned migrations, and the repeatable ones and callbacks, by name.

    Raises FileError for what else `read` refuses.
    """
    scripts: dict[str, dict[Version, Path]] = {"V": {}, "U": {}}
    others = []
    for file in sql_files(path, but, is_deep=True):
        match = _VERSIONED.fullmatch(file.name)
        if match:
            _put(file, version(match["version"]), scripts[match["kind"]])
        elif any(pattern.fullmatch(file.name) for pattern, *_ in _OTHERS):
            others.append(file)
        else:
            _refuse(file, _REFUSED)
    others.sort(key=attrgetter("name"))
    return _versioned(scripts), [_other(file) for file in others]


def _other(file: Path) -> Source:
    source = _source("", file, None)
    try:
        _refuse(file, _OTHERS)
    except FileError as error:
        return replace(source, up=replace(source.up, refusal=error))
    return source


def _versioned(scripts: dict[str, dict[Version, Path]]) -> list[Source]:
    ups, undos = scripts["V"], scripts["U"]
    for number in sorted(undos.keys() - ups.keys()):
        raise FileError(
            f"{place(undos[number])}: an undo script without its migration",
            "Add that, or remove this one.",
        )
    return [_source(_shown(number), ups[number], undos.get(number)) for number in sorted(ups)]


def version(text: str) -> Version:
    """Return a version as numbers to compare: `1_2`, `1.2` and `1.2.0` are one."""
    numbers = [int(part) for part in re.split(r"[._]", text)]
    while len(numbers) > 1 and numbers[-1] == 0:
        numbers.pop()
    return tuple(numbers)


def _refuse(file: Path, refused: Iterable[tuple[re.Pattern[str], str, str]]) -> None:
    for pattern, what, hint in refused:
        if pattern.fullmatch(file.name):
            raise FileError(f"{place(file)}: {what}", hint)


def _put(file: Path, number: Version, found: dict[Version, Path]) -> None:
    if number in found:
        raise FileError(
            f"two files of version {_shown(number)}: {place(found[number])} and {place(file)}",
            "Give the one that came later the next free version.",
        )
    found[number] = file


def _source(number: str, file: Path, undo: Path | None) -> Source:
    forward, refusal = _script(file)
    return Source(
        id=file.stem,
        number=number,
        key=number or file.stem,
        kind="migration",
        header=Header(is_transactional=forward.is_transactional),
        up=Part(file, forward.text, refusal),
        down=_way_back(undo) if undo else None,
    )


def _way_back(undo: Path) -> Part | None:
    script, refusal = _script(undo)
    part = script.way_back(undo)
    return replace(part, refusal=refusal) if part else None


def _script(file: Path) -> tuple[foreign.Script, MigrationError | None]:
    options = flyway_options.read(file)
    text = statements.read_text(file)
    placeholder = _PLACEHOLDER.search(text) if options.has_placeholders else None
    refusal = placeholder and MigrationError(
        f"{place(file, *statements.position(text, placeholder.start()))}: "
        f"{placeholder[0]} is Flyway's to replace",
        "Write the value itself, or set placeholderReplacement=false in the script's .conf.",
    )
    return foreign.script(text, file, is_transactional=options.is_transactional), refusal


def _shown(number: Version) -> str:
    return ".".join(map(str, number))
