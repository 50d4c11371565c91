"""Made-up rows: every table gets some that all its rules let in, whatever its columns are."""

from pathlib import Path

import psycopg
import pytest
from psycopg import sql

from echoes_schema.rows import Unfilled, fill
from echoes_schema.verify import verify
from tests.migrations.project import Project

SCHEMA = Path(__file__).with_name("rows.sql")
TABLES = (
    "everything",
    "keyed",
    "child",
    "one_to_one",
    "booked",
    "parted",
    "listed",
    "hashed",
    "deep",
    "ring_a",
    "ring_b",
    "tenants",
    "members",
    "guarded",
    '"Other"."T"',
    "nothing",
)
IMPOSSIBLE = Unfilled(
    "impossible",
    'new row for relation "impossible" violates check constraint "impossible_a_check"',
)


@pytest.fixture
def filled(empty: psycopg.Connection) -> psycopg.Connection:
    empty.execute(SCHEMA.read_bytes())
    assert fill(empty) == (IMPOSSIBLE,)
    return empty


def content(connection: psycopg.Connection, table: str) -> list[tuple[object, ...]]:
    query = sql.SQL("SELECT rows::text FROM {} AS rows ORDER BY 1").format(sql.SQL(table))
    return connection.execute(query).fetchall()


@pytest.mark.parametrize("table", TABLES)
def test_table_has_rows(filled: psycopg.Connection, table: str) -> None:
    assert len(content(filled, table)) == 2


def test_only_what_nothing_fits_is_left_empty(filled: psycopg.Connection) -> None:
    assert content(filled, "impossible") == []


def test_table_that_has_rows_gets_no_more(filled: psycopg.Connection) -> None:
    before = {table: content(filled, table) for table in TABLES}
    assert fill(filled) == (IMPOSSIBLE,)
    assert {table: content(filled, table) for table in TABLES} == before


def test_rows_are_the_same_each_time(filled: psycopg.Connection) -> None:
    before = content(filled, "keyed"), content(filled, "members")
    filled.execute("TRUNCATE keyed, members RESTART IDENTITY CASCADE")
    fill(filled)
    assert (content(filled, "keyed"), content(filled, "members")) == before


def test_made_up_row_that_a_way_back_destroys_is_told(project: Project) -> None:
    project.write(
        {"0001_a": "CREATE TABLE a (id uuid PRIMARY KEY, at date NOT NULL);", "0002_b": "SELECT;"},
        {"0001_a.rollback": "DROP TABLE a;", "0002_b.rollback": "DELETE FROM a WHERE at < now();"},
    )
    report = verify(project.connection, project.sql)
    assert report.checked["tables with rows"] == 1
    assert [one.rule for one in report.findings] == ["rows-lost", "rows-lost"]


def test_table_without_rows_is_told_and_no_failure(project: Project) -> None:
    project.write(
        {"0001_a": "CREATE TABLE a (id integer NOT NULL CHECK (id > 5 AND id < 3));"},
        {"0001_a.rollback": "DROP TABLE a;"},
    )
    report = verify(project.connection, project.sql)
    (found,) = report.findings
    assert (found.rule, found.object, report.is_good) == ("no-rows", "table a", True)
