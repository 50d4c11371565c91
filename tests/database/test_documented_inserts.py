"""A program that knows the documented columns only can write to all eleven tables."""

import psycopg
import pytest
from psycopg import sql

from tests.database.documented import COLUMNS
from tests.database.rows import SECOND, insert


@pytest.mark.parametrize("table", COLUMNS)
def test_second_row_has_the_documented_columns(table: str) -> None:
    assert list(SECOND[table]) == [name for name, _ in COLUMNS[table]]


@pytest.mark.parametrize("table", COLUMNS)
def test_insert_with_documented_columns(world: psycopg.Connection, table: str) -> None:
    insert(world, table, SECOND[table])
    assert stored(world, table) == 1


@pytest.mark.parametrize("table", COLUMNS)
def test_insert_without_column_list(world: psycopg.Connection, table: str) -> None:
    values = [*SECOND[table].values()]
    query = sql.SQL("INSERT INTO {} VALUES ({})").format(
        sql.Identifier(table), sql.SQL(", ").join(sql.Placeholder() * len(values))
    )
    world.execute(query, values)
    assert stored(world, table) == 1


def stored(connection: psycopg.Connection, table: str) -> int:
    """Return how many rows of `table` hold what its second row says, column by column."""
    matches = (
        sql.SQL("{} IS NOT DISTINCT FROM {}").format(sql.Identifier(name), sql.Placeholder())
        for name in SECOND[table]
    )
    query = sql.SQL("SELECT FROM {} WHERE {}").format(
        sql.Identifier(table), sql.SQL(" AND ").join(matches)
    )
    return connection.execute(query, [*SECOND[table].values()]).rowcount
