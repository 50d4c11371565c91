"""A folder and an empty database."""

from collections.abc import Callable
from pathlib import Path

import psycopg
import pytest

from tests.interop.foreign import Fleet


@pytest.fixture
def fleet(
    empty: psycopg.Connection, url: Callable[[psycopg.Connection], str], tmp_path: Path
) -> Fleet:
    """Return a folder without files, on a database with nothing in it."""
    return Fleet(tmp_path / "sql", "echoes", url(empty), empty)
