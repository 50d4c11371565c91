"""Which way a file goes, told by its name, and which file it belongs to."""

from __future__ import annotations

import re
from functools import lru_cache
from pathlib import Path

from echoes_schema.migrations import header
from echoes_schema.rulebook.script import Direction

# Of a way back: how its path ends or begins, and the same of the way there.
_WAYS_BACK = (
    (re.compile(r"\.rollback\.sql$"), ".sql"),
    (re.compile(r"\.down\.sql$"), ".up.sql"),
    (re.compile(r"_down\.sql$"), "_up.sql"),
    (re.compile(r"(^|/)down\.sql$"), r"\1up.sql"),
    (re.compile(r"(^|/)revert/(?=[^/]*$)"), r"\1deploy/"),
    (re.compile(r"(^|/)U(?=[0-9][^/]*__[^/]*$)"), r"\1V"),
)
# Names of files in a folder that is a migration, and of folders that hold a direction each.
_PARTS, _HALVES = ("up.sql", "down.sql", "migration.sql"), ("deploy", "revert")
# No way back has a name without one of these, and most files are none.
_SIGNS = ("rollback", "down", "revert/", "U")

_BY_NAME = (
    (re.compile(r"\.(?:up|down)\.sql$"), "golang-migrate"),
    (re.compile(r"^V[0-9].*__"), "flyway"),
    (re.compile(r"\.rollback\.sql$"), "echoes"),
)
_MARK = b"-- migrate:up"


def direction(path: Path) -> Direction:
    """Return DOWN for `a.rollback.sql`, `a.down.sql`, `a/down.sql`, `revert/a.sql`, `U1__a.sql`."""
    return Direction.UP if way_there(path) is None else Direction.DOWN


def way_there(path: Path) -> Path | None:
    """Return the file that a way back undoes, None where the name is not that of one."""
    name = path.as_posix()
    for pattern, instead in _WAYS_BACK if any(map(name.__contains__, _SIGNS)) else ():
        if pattern.search(name):
            return Path(pattern.sub(instead, name))
    return None


def way_back(path: Path) -> Path | None:
    """Return the file that undoes a way there, if there is one."""
    stem = path.name.removesuffix(".sql")
    candidates = (
        path.with_name(f"{stem}.rollback.sql"),
        path.with_name(f"{stem.removesuffix('.up')}.down.sql"),
        path.parent.parent / "revert" / path.name,
    )
    found = (one for one in candidates if way_there(one) == path and one.is_file())
    return next(found, None)


def home_of(path: Path) -> Path:
    """Return the folder whose files are one history with this one.

    Some tools give each migration a folder of its own, and some give one to each direction.
    """
    above = path.parent
    is_apart = path.name in _PARTS or above.name in _HALVES
    return above.parent if is_apart or _is_half(above) else above


def is_numbered(path: Path) -> bool:
    """Return whether a file's name, or its folder's, says where it stands among others.

    `1_a.sql`, `20250131_a/migration.sql`; of `deploy/` and `revert/` another file says it.
    """
    named = path.parent if path.name in _PARTS else path
    # The folder of a path without one has no name.
    return named.name[:1].isdigit() or path.parent.name in _HALVES


def beside(home: Path) -> list[Path]:
    """Return the .sql files whose home a folder is."""
    found = [*home.glob("*.sql"), *home.glob("*/*.sql")]
    return [path for path in found if path.is_file() and home_of(path) == home]


@lru_cache(maxsize=256)
def _is_half(folder: Path) -> bool:
    """Return whether a folder is one of the two that our own layout has."""
    others = {"migrations": "indexes", "indexes": "migrations"}
    return folder.name in others and (folder.parent / others[folder.name]).is_dir()


def layout(folder: Path) -> str | None:
    """Return the tool that a folder was written for, None where its files lie in no known way.

    Ours and yoyo's look alike; where headers say what ours do not know, it is yoyo's.
    """
    if (folder / "sqitch.plan").is_file():
        return "sqitch"
    if (folder / "migrations").is_dir() and (folder / "indexes").is_dir():
        return "echoes"
    files = sorted(folder.glob("*.sql"))
    for pattern, tool in _BY_NAME:
        if any(pattern.search(file.name) for file in files):
            return "yoyo" if tool == "echoes" and _are_yoyos(files) else tool
    return "dbmate" if files and _MARK in files[0].read_bytes() else None


def _are_yoyos(files: list[Path]) -> bool:
    texts = (file.read_text("utf-8", "replace") for file in files if file.is_file())
    return any(map(header.has_other_keys, texts))
