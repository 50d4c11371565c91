"""A new migration: the next number, a header to fill in, and the way back."""

from __future__ import annotations

import re
from pathlib import Path

from echoes_schema.errors import SettingsError, place
from echoes_schema.migrations import folder
from echoes_schema.migrations.layouts.echoes import rollback_file

_UP = """\
-- (the fact that holds afterwards, in one sentence)
--
-- Why:     (the reason outside the database)
-- Safe:    (what the release that runs now will see)
{depends}
"""
_DOWN = """\
-- (what is lost, in one sentence; nothing, where that is true)

"""
_INDEX = """\
-- (which question the index answers, in one sentence)
--
-- Why:     (who asks it, how often)
-- Safe:    built concurrently: readers and writers go on.
{depends}-- transactional: false

"""


def create(sql: Path, name: str, *, is_index: bool, layout: str = "echoes") -> tuple[Path, ...]:
    """Write the files of a new migration below `sql` and return their paths.

    `name` is a verb and an object (`add_ships_color`), or the table of an index. A rollback file
    is written too, except for an index, which the runner takes back by itself. Raises
    SettingsError for a name that is not snake_case, and for the layout of another tool.
    """
    if layout not in ("echoes", "yoyo"):
        raise SettingsError(
            f"new writes files of our own layout, and this is {layout}",
            f"Write them as {layout} wants them, or move to our layout.",
        )
    if not re.fullmatch(r"[a-z][a-z0-9_]*", name):
        raise SettingsError(f"{name!r} is no name for a file", "Write it like add_ships_color.")
    if sql.is_relative_to(Path(__file__).parents[1]):
        raise SettingsError(
            "the migrations that came with the package are not yours to add to",
            "Name a folder of your own with --sql, or in [tool.echoes-schema] of pyproject.toml.",
        )
    migrations = folder.read(sql, layout, may_be_empty=True).migrations
    stem = f"{_next_number([migration.number for migration in migrations])}_{name}"
    target = _target(sql, is_index=is_index) / f"{stem}.sql"
    depends = f"-- depends: {migrations[-1].id}\n" if migrations else ""
    texts = {target: (_INDEX if is_index else _UP).format(depends=depends)}
    if not is_index:
        texts[rollback_file(target)] = _DOWN
    for file, text in texts.items():
        _write(file, text)
    return tuple(texts)


def _next_number(numbers: list[str]) -> str:
    given = [number for number in numbers if number]
    width = max((len(number) for number in given), default=4)
    return str(max((int(number) for number in given), default=0) + 1).zfill(width)


def _target(sql: Path, *, is_index: bool) -> Path:
    target = sql / ("indexes" if is_index else "migrations")
    if not target.is_dir() and (is_index or not (sql / "indexes").is_dir()):
        return sql
    return target


def _write(file: Path, text: str) -> None:
    try:
        with file.open("x", encoding="utf-8") as stream:
            stream.write(text)
    except OSError as error:
        raise SettingsError(
            f"{place(file)}: {error.strerror}", "Name a folder of your own with --sql."
        ) from error
