"""How tools lay their migrations out in files: one small reader for each."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from pathlib import Path

from echoes_schema.errors import SettingsError
from echoes_schema.migrations.layouts import echoes
from echoes_schema.migrations.layouts.source import Source

# Each has a module of its own, which is loaded where a project has that layout.
NAMES = ("echoes", "yoyo", "dbmate", "golang-migrate", "flyway", "sqitch")
# What a person writes so that a migration can be taken back.
_WAYS_BACK = {
    "dbmate": "-- migrate:down in {name}.sql",
    "golang-migrate": "{name}.down.sql",
    "flyway": "U{rest}.sql",
    "sqitch": "revert/{name}.sql",
}


def read(path: Path, layout: str, but: frozenset[Path] = frozenset()) -> list[Source]:
    """Return the migrations below `path` in the order in which the layout's tool runs them.

    `but` are files that are passed over, by their whole paths. Raises FileError for what the layout
    does not allow, SettingsError for an unknown layout.
    """
    if layout not in NAMES:
        raise SettingsError(
            f"no layout {layout}", f"Known layouts are: {', '.join(sorted(NAMES))}."
        )
    module = import_module(f"{__name__}.{layout.replace('-', '_')}")
    reader: Callable[[Path, frozenset[Path]], list[Source]] = module.read
    return reader(path, but)


def read_with_others(
    path: Path, layout: str, but: frozenset[Path] = frozenset()
) -> tuple[list[Source], list[Source]]:
    """Return what `read` does, and scripts that the layout's tool alone would run besides.

    Raises what `read` raises, but for these scripts.
    """
    if layout != "flyway":
        return read(path, layout, but), []
    from echoes_schema.migrations.layouts import flyway

    return flyway.read_with_others(path, but)


def late_way_back(path: Path, layout: str, name: str) -> str | None:
    """Return what takes the migration `name` back, if it stands below `path` by now.

    Of our own layout only that one file is looked at.
    """
    if layout == "echoes":
        return echoes.late_way_back(path, name)
    for source in read(path, layout):
        if source.id == name and source.down:
            if source.down.refusal:
                raise source.down.refusal
            return source.down.text
    return None


def name_of_way_back(layout: str, name: str) -> str:
    """Return the name of what takes the migration `name` back, as the layout has it."""
    return _WAYS_BACK.get(layout, "{name}" + echoes.ROLLBACK).format(name=name, rest=name[1:])
