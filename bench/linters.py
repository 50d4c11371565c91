"""The linters that take part, and how each one is called."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from bench.install import FOLDER
from bench.peer import MissingError, output


@dataclass(frozen=True, slots=True)
class Work:
    """Files to judge, and the folder that they are all of or some of."""

    name: str
    folder: Path
    files: list[Path]
    cache: Path


@dataclass(frozen=True, slots=True)
class Linter:
    """One program. `version` raises MissingError where it is not there."""

    name: str
    version: Callable[[], str]
    command: Callable[[Work], list[str]]


def _squawk() -> Path:
    """Return squawk's own program, not npm's Node script around it."""
    on_path = shutil.which("squawk")
    if on_path and Path(on_path).read_bytes().startswith(b"\x7fELF"):
        return Path(on_path)
    for found in FOLDER.glob("squawk/node_modules/@squawk-cli/*/bin/squawk"):
        return found
    raise MissingError("not installed: run with --install, which needs npm")


def _safemigrate(name: str) -> Path:
    found = FOLDER / "safemigrate" / "bin" / name
    if not found.exists():
        raise MissingError("not installed: run with --install")
    return found


def _version_of_safemigrate() -> str:
    code = "import importlib.metadata as m; print(m.version('safemigrate-lint'))"
    return output([_safemigrate("python"), "-c", code])


def _echoes(*options: str) -> Callable[[Work], list[str]]:
    program = str(Path(sys.executable).with_name("echoes-schema"))
    return lambda work: [program, "lint", *options, *_asked(work)]


def _asked(work: Work) -> list[str]:
    """Return the folder, as a person names it, or the files of it that are meant."""
    is_all = len(work.files) == len(list(work.folder.rglob("*.sql")))
    return [str(work.folder)] if is_all else [str(file) for file in work.files]


def _version_of_echoes() -> str:
    return output([Path(sys.executable).with_name("echoes-schema"), "--version"])


LINTERS = (
    Linter(
        "squawk",
        lambda: output([_squawk(), "--version"]),
        lambda work: [str(_squawk()), *map(str, work.files)],
    ),
    Linter("echoes-schema, nothing remembered", _version_of_echoes, _echoes("--no-cache")),
    Linter("echoes-schema", _version_of_echoes, _echoes()),
    Linter(
        "safemigrate-lint",
        _version_of_safemigrate,
        lambda work: [str(_safemigrate("safemigrate-lint")), *map(str, work.files)],
    ),
    Linter("echoes-schema, style remembered", _version_of_echoes, _echoes("--style")),
)
