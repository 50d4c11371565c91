"""Every single changed fact, on every kind of object, is one finding that names it."""

from pathlib import Path

import psycopg
import pytest

from echoes_schema import catalog
from echoes_schema.compare import between, compare
from tests.conformance.single_facts import SINCE_15, SINCE_18

HERE = Path(__file__).parent
VERSION_18 = 180000


@pytest.fixture
def estate(empty: psycopg.Connection) -> psycopg.Connection:
    """Return a connection to a database with one object of each kind."""
    empty.execute((HERE / "estate.sql").read_bytes())
    if empty.info.server_version >= VERSION_18:
        empty.execute((HERE / "estate18.sql").read_bytes())
    return empty


def findings_after(connection: psycopg.Connection, sql: str) -> list[str]:
    before = catalog.read(connection)
    connection.execute(sql.encode())
    found = compare(before, catalog.read(connection), wording=between("A", "B"))
    return sorted(f"{finding.rule}: {finding.object}" for finding in found)


@pytest.mark.parametrize("change", SINCE_15.values(), ids=SINCE_15)
def test_changed_fact_is_named(estate: psycopg.Connection, change: tuple[str, ...]) -> None:
    sql, *expected = change
    assert findings_after(estate, sql) == sorted(expected)


@pytest.mark.parametrize("change", SINCE_18.values(), ids=SINCE_18)
def test_changed_fact_of_postgresql_18_is_named(
    estate: psycopg.Connection, change: tuple[str, ...]
) -> None:
    if estate.info.server_version < VERSION_18:
        pytest.skip("PostgreSQL 18 and later")
    sql, *expected = change
    assert findings_after(estate, sql) == sorted(expected)


def test_nothing_changed_is_nothing_found(estate: psycopg.Connection) -> None:
    assert findings_after(estate, "SELECT 1") == []
