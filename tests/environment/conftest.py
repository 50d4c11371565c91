"""A project with an empty database, and pools before it."""

from collections.abc import Callable
from contextlib import AbstractContextManager

import psycopg
import pytest

from tests.environment import pooler
from tests.environment.pooler import Pooler
from tests.migrations.conftest import project

__all__ = ["pool", "project"]

# Starts a PgBouncer of a mode before the test's database; more lines for its file may follow.
Pool = Callable[..., AbstractContextManager[Pooler]]


@pytest.fixture
def pool(empty: psycopg.Connection) -> Pool:
    """Return the function that puts a PgBouncer before the empty database."""

    def start(mode: str, *more: str) -> AbstractContextManager[Pooler]:
        return pooler.running(empty, mode, *more)

    return start
