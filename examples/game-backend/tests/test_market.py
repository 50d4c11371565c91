"""Each test has a database of its own, with the schema and the reference data."""

from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from typing import Any
from uuid import UUID

import market
import psycopg
import pytest

HASH = f"$2b$12${'a' * 53}"


@pytest.fixture
def order(echoes_connection: psycopg.Connection[Any]) -> market.Order:
    """Return an order of a character who has 1,000 ISK."""
    user = echoes_connection.execute(
        "INSERT INTO users (username, email, password_hash) VALUES ('ann', 'ann@example.org', %s)"
        " RETURNING id",
        [HASH],
    ).fetchone()
    assert user
    character = echoes_connection.execute(
        "INSERT INTO characters (user_id, name, race, bloodline, current_system_id, wallet_balance)"
        " SELECT %s, 'Ann', 'Terran', 'First', min(id), 1000 FROM systems RETURNING id",
        [user[0]],
    ).fetchone()
    place = echoes_connection.execute(
        "SELECT (SELECT min(id) FROM stations), (SELECT min(id) FROM module_types)"
    ).fetchone()
    assert character
    assert place
    return market.Order(character[0], place[0], place[1], quantity=4, price=Decimal(200))


def wallet(connection: psycopg.Connection[Any], character: UUID) -> Decimal:
    row = connection.execute(
        "SELECT wallet_balance FROM characters WHERE id = %s", [character]
    ).fetchone()
    assert row
    return Decimal(row[0])


def test_price_waits_in_the_order(
    echoes_connection: psycopg.Connection[Any], order: market.Order
) -> None:
    market.buy(echoes_connection, order)
    assert wallet(echoes_connection, order.character_id) == 200


def test_cancelling_gives_the_price_back(
    echoes_connection: psycopg.Connection[Any], order: market.Order
) -> None:
    market.cancel(echoes_connection, market.buy(echoes_connection, order))
    assert wallet(echoes_connection, order.character_id) == 1000


def test_who_cannot_pay_buys_nothing(
    echoes_connection: psycopg.Connection[Any], order: market.Order
) -> None:
    with pytest.raises(psycopg.errors.CheckViolation):
        market.buy(echoes_connection, replace(order, quantity=6))
    assert echoes_connection.execute("SELECT count(*) FROM market_orders").fetchone() == (0,)


def test_another_connection_sees_the_order(
    echoes_database: str, echoes_connection: psycopg.Connection[Any], order: market.Order
) -> None:
    market.buy(echoes_connection, order)
    with psycopg.connect(echoes_database) as other:
        assert other.execute("SELECT status FROM market_orders").fetchone() == ("Open",)


def test_backend_leaves_the_schema_alone(
    echoes_connection: psycopg.Connection[Any],
    order: market.Order,
    assert_conforms: Callable[[], None],
) -> None:
    market.buy(echoes_connection, order)
    assert_conforms()
