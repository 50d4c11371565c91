"""Every single changed fact, on every kind of object, is one finding that names it."""

import psycopg
import pytest

from echoes_schema import catalog
from echoes_schema.compare import between, compare
from echoes_schema.model import Level
from tests.conformance.conftest import VERSION_18
from tests.conformance.single_facts import SINCE_15, SINCE_18


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


def test_change_of_whose_policies_a_view_asks_is_an_error(estate: psycopg.Connection) -> None:
    estate.execute("ALTER VIEW app.names SET (security_invoker = true)")
    before = catalog.read(estate)
    estate.execute("ALTER VIEW app.names RESET (security_invoker)")
    (found,) = compare(before, catalog.read(estate))
    assert (found.object, found.level) == ("view app.names", Level.ERROR)
    assert (found.expected, found.actual) == ("security_invoker=true", "")


def test_nothing_changed_is_nothing_found(estate: psycopg.Connection) -> None:
    assert findings_after(estate, "SELECT 1") == []
