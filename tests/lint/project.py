"""A project of a few files, linted."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path

from echoes_schema.lint import Choice, lint
from echoes_schema.model import Finding, Report
from echoes_schema.settings import load
from echoes_schema.settings.linting import Linting

# Lints files by name and text, as a folder of a layout.
Lint = Callable[..., Report]


def write(folder: Path, files: Mapping[str, str | bytes]) -> Path:
    """Write files below a folder."""
    for name, text in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(text if isinstance(text, bytes) else text.encode())
    return folder


def report(
    folder: Path,
    *paths: str,
    layout: str = "echoes",
    linting: Linting | None = None,
    choice: Choice | None = None,
) -> Report:
    """Return the report on paths below a folder, on the folder itself without any."""
    settings = load(sql=folder, layout=layout)
    linting = replace(linting or Linting(), root=folder)
    wanted = tuple(folder / path for path in paths) or (folder,)
    return lint(wanted, replace(settings, linting=linting), choice)


# What is no question of locks or rows, and would be found in most short examples.
DESIGN = (
    "missing-rollback",
    "no-primary-key",
    "foreign-key-without-index",
    "redundant-index",
    "view-of-all-columns",
)


def rules(found: Report, *, but: tuple[str, ...] = DESIGN) -> list[str]:
    """Return `file:line rule` of what nobody allowed, but for some rules."""
    return [
        f"{Path(one.path).name}:{one.line} {one.rule}"
        for one in found.findings
        if not one.allowed and one.rule not in but
    ]


def only(found: Report, rule: str) -> Finding:
    """Return the one finding of a rule."""
    [finding] = [one for one in found.findings if one.rule == rule]
    return finding
