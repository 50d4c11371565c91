"""What these tests share: the documentation, and what `check` says of a database."""

from collections.abc import Callable
from pathlib import Path

import psycopg
import pytest

from echoes_schema import conform
from echoes_schema.model import Report
from tests.harness.schema import ROOT

DOCS = ROOT / "docs/schema"


@pytest.fixture
def docs() -> Path:
    """Return the folder of the documented schema."""
    return DOCS


@pytest.fixture
def checked(migrated: psycopg.Connection) -> Callable[[], Report]:
    """Return the function that holds the migrated database against its documentation."""
    return lambda: conform.check(migrated, DOCS)
