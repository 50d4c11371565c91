"""A new migration: the next number, a header to fill in, and the way back."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from pathlib import Path

from echoes_schema.errors import SettingsError, place
from echoes_schema.migrations import folder
from echoes_schema.migrations.layouts.echoes import KINDS, rollback_file

# 20261123104107: year to second.
_MOMENT_DIGITS = 14
_PROSE = """\
-- (the fact that holds afterwards, in one sentence)
--
-- Why:     (the reason outside the database)
-- Safe:    (what the release that runs now will see)
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
    """Write the files of a new migration below `sql`, as `layout` has them; return their paths.

    `name` is a verb and an object (`add_ships_color`), or the table of an index. A way back is
    written too, except for an index, which the runner takes back by itself. Raises SettingsError
    for a name that is not snake_case, a folder that came with the package, and sqitch's layout.
    """
    if not re.fullmatch(r"[a-z][a-z0-9_]*", name):
        raise SettingsError(f"{name!r} is no name for a file", "Write it like add_ships_color.")
    refuse_bundled(sql)
    if layout in ("echoes", "yoyo"):
        texts = _ours(sql, name, is_index=is_index, layout=layout)
    else:
        _refuse_other(layout, is_index=is_index)
        texts = _theirs(sql, name, layout)
    for file, text in texts.items():
        _write(file, text)
    return tuple(texts)


def refuse_bundled(sql: Path) -> None:
    """Raise SettingsError for the migrations that came with the package."""
    if sql.is_relative_to(Path(__file__).parents[1]):
        raise SettingsError(
            "the migrations that came with the package are not yours to add to",
            "Name a folder of your own with --sql, or in [tool.echoes-schema] of pyproject.toml.",
        )


def _ours(sql: Path, name: str, *, is_index: bool, layout: str) -> dict[Path, str]:
    migrations = folder.read(sql, layout, may_be_empty=True).migrations
    stem = f"{_next_number([migration.number for migration in migrations])}_{name}"
    target = _target(sql, is_index=is_index) / f"{stem}.sql"
    depends = f"-- depends: {migrations[-1].id}\n" if migrations else ""
    if is_index:
        return {target: _INDEX.format(depends=depends)}
    return {target: f"{_PROSE}{depends}\n", rollback_file(target): _DOWN}


def _theirs(sql: Path, name: str, layout: str) -> dict[Path, str]:
    migrations = folder.read(sql, layout, may_be_empty=True).migrations
    if layout == "flyway":
        target = migrations[-1].file.parent if migrations else sql
        stem = f"{_next_version(migrations[-1].file.name if migrations else '')}__{name}"
        # Flyway's own undo is not free; the file costs nothing, and `down` runs it.
        return {target / f"V{stem}.sql": f"{_PROSE}\n", target / f"U{stem}.sql": _DOWN}
    stem = f"{_next_moment([migration.number for migration in migrations])}_{name}"
    if layout == "dbmate":
        return {sql / f"{stem}.sql": f"-- migrate:up\n{_PROSE}\n-- migrate:down\n{_DOWN}"}
    return {sql / f"{stem}.up.sql": f"{_PROSE}\n", sql / f"{stem}.down.sql": _DOWN}


def _refuse_other(layout: str, *, is_index: bool) -> None:
    if layout == "sqitch":
        raise SettingsError(
            "new does not write into sqitch's plan", "Use `sqitch add`, which keeps the plan."
        )
    if is_index:
        raise SettingsError(
            f"{layout} has no folder of index files",
            "Leave --index out, and write CREATE INDEX CONCURRENTLY as that tool wants it.",
        )


def _next_number(numbers: list[str]) -> str:
    given = [number for number in numbers if number]
    width = max((len(number) for number in given), default=4)
    return str(max((int(number) for number in given), default=0) + 1).zfill(width)


def _next_moment(versions: list[str]) -> str:
    """Return the moment now, as these tools number by themselves, or what the folder goes on with.

    A moment is later than the last one, whatever the clock of the one who wrote that.
    """
    following = _next_number(versions)
    is_moment = not versions or len(following) == _MOMENT_DIGITS
    return max(f"{datetime.now(UTC):%Y%m%d%H%M%S}", following) if is_moment else following


def _next_version(last: str) -> str:
    """Return the version after that of the file `last`: its last number, and one more."""
    match = re.match(r"V((?:[0-9]+[._])*)([0-9]+)", last)
    if match is None:
        return "1"
    return match[1] + _next_moment([match[2]])


def _target(sql: Path, *, is_index: bool) -> Path:
    """Return the folder for a new file. It may not be there yet: one of the two is enough."""
    if not any((sql / name).is_dir() for name in KINDS):
        return sql
    return sql / ("indexes" if is_index else "migrations")


def _write(file: Path, text: str) -> None:
    try:
        file.parent.mkdir(exist_ok=True)
        with file.open("x", encoding="utf-8") as stream:
            stream.write(text)
    except OSError as error:
        raise SettingsError(
            f"{place(file)}: {error.strerror}", "Name a folder of your own with --sql."
        ) from error
