"""golang-migrate's layout: `1_name.up.sql` and `1_name.down.sql` in one folder."""

from __future__ import annotations

import re
from pathlib import Path

from echoes_schema.errors import FileError, place
from echoes_schema.migrations.header import Header
from echoes_schema.migrations.layouts import foreign
from echoes_schema.migrations.layouts.source import Part, Source, sql_files
from echoes_schema.parser import statements

_NAME = re.compile(r"(?P<id>(?P<version>[0-9]+)_.*)\.(?P<direction>up|down)\.sql")


def read(path: Path, but: frozenset[Path] = frozenset()) -> list[Source]:
    """Return the migrations of `path` by version; other .sql files do not count.

    There is no directive for transactions: a file runs in one, unless it holds a statement that
    cannot. Raises FileError for two files of one version and direction, and a lone down file.
    """
    ups: dict[int, re.Match[str]] = {}
    downs: dict[int, re.Match[str]] = {}
    for file in sql_files(path, but):
        match = _NAME.fullmatch(file.name)
        if match:
            _put(match, ups if match["direction"] == "up" else downs)
    for version in sorted(downs.keys() - ups.keys()):
        file = path / downs[version].string
        raise FileError(
            f"{place(file)}: version {version} has no up file", "Add it, or remove this one."
        )
    return [_source(path, ups[version], downs.get(version)) for version in sorted(ups)]


def _put(match: re.Match[str], found: dict[int, re.Match[str]]) -> None:
    version = int(match["version"])
    if version in found:
        raise FileError(
            f"two {match['direction']} files of version {version}: {found[version].string} and "
            f"{match.string}",
            "Give the one that came later the next free number: echoes-schema renumber NAME.",
        )
    found[version] = match


def _source(path: Path, up: re.Match[str], down: re.Match[str] | None) -> Source:
    forward = _script(path / up.string)
    back = path / down.string if down else None
    return Source(
        id=up["id"],
        number=up["version"],
        key=str(int(up["version"])),
        kind="migration",
        header=Header(is_transactional=forward.is_transactional),
        up=Part(path / up.string, forward.text),
        down=_script(back).way_back(back) if back else None,
    )


def _script(file: Path) -> foreign.Script:
    return foreign.script(statements.read_text(file), file)
