"""A server that the tests of this folder may stop."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.chaos import project, server
from tests.chaos.stage import Stage, prepare
from tests.harness.server import CHOICE, MissingProgramError

ROWS = 500


@pytest.fixture(scope="session")
def stage(postgres: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stage]:
    """Return a stage on a server of its own; skip where the server is a given one."""
    sql = project.write(Path(tmp_path_factory.mktemp("chaos"), "sql"), ROWS)
    try:
        with server.running(os.environ.get(CHOICE) or "18") as running:
            yield prepare(running, sql)
    except MissingProgramError as error:
        pytest.skip(str(error))
