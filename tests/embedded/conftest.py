"""Folders for servers, and servers that many tests look at."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from echoes_schema import embedded
from tests.embedded.servers import ENGINES, start, temporary_folder


@pytest.fixture
def folder() -> Iterator[Path]:
    with temporary_folder() as path:
        yield path


@pytest.fixture
def home(folder: Path) -> Path:
    return folder / "home"


@pytest.fixture(scope="session", params=ENGINES)
def running(request: pytest.FixtureRequest) -> Iterator[Path]:
    """The home of a server of each version, for tests that only look."""
    with temporary_folder() as path:
        start(path / "home", request.param)
        yield path / "home"


@pytest.fixture
def wrapped(folder: Path) -> Path:
    """The bin folder of PostgreSQL 18 as links, so that a test can put a script in between."""
    path = folder / "bin"
    path.mkdir()
    for program in embedded.binaries("18").iterdir():
        (path / program.name).symlink_to(program)
    return path
