"""Orders on the market: money waits in the order, so that none is spent twice."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Any
from uuid import UUID

import psycopg


@dataclass(frozen=True, slots=True)
class Order:
    """What somebody wants to buy, where, and what he pays for one."""

    character_id: UUID
    station_id: int
    module_type_id: int
    quantity: int
    price: Decimal


def buy(connection: psycopg.Connection[Any], order: Order) -> UUID:
    """Place a buy order for a week and return its id; its price leaves the wallet."""
    total = order.quantity * order.price
    with connection.transaction():
        connection.execute(
            "UPDATE characters SET wallet_balance = wallet_balance - %s WHERE id = %s",
            [total, order.character_id],
        )
        row = connection.execute(
            """
            INSERT INTO market_orders (
                character_id, station_id, module_type_id, order_type, quantity, price,
                escrow_amount, expires_at
            )
            VALUES (%s, %s, %s, 'Buy', %s, %s, %s, now() + interval '7 days') RETURNING id
            """,
            [
                order.character_id,
                order.station_id,
                order.module_type_id,
                order.quantity,
                order.price,
                total,
            ],
        ).fetchone()
    assert row is not None
    return UUID(str(row[0]))


def cancel(connection: psycopg.Connection[Any], order_id: UUID) -> None:
    """Take an open order back; what was not spent returns to the wallet."""
    with connection.transaction():
        row = connection.execute(
            "SELECT character_id, escrow_amount FROM market_orders WHERE id = %s FOR UPDATE",
            [order_id],
        ).fetchone()
        if row is None:
            return
        connection.execute(
            "UPDATE market_orders SET status = 'Cancelled', escrow_amount = 0 WHERE id = %s",
            [order_id],
        )
        connection.execute(
            "UPDATE characters SET wallet_balance = wallet_balance + %s WHERE id = %s",
            [row[1], row[0]],
        )
