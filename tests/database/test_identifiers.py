"""uuid_generate_v7() makes identifiers of version 7, ordered by time, on every server."""

import time
from uuid import RFC_4122, UUID

import psycopg
import pytest

from tests.database.rows import SECOND, insert

ZONES = ("UTC", "America/New_York", "Asia/Kolkata")


def make(connection: psycopg.Connection, how_many: int = 1) -> list[UUID]:
    query = "SELECT uuid_generate_v7() FROM generate_series(1, %s)"
    return [identifier for (identifier,) in connection.execute(query, (how_many,))]


def seconds(identifier: UUID) -> float:
    """Return the moment in an identifier of version 7, in seconds since 1970."""
    return (identifier.int >> 80) / 1000


def server_time(connection: psycopg.Connection) -> float:
    row = connection.execute("SELECT extract(EPOCH FROM clock_timestamp())::float8").fetchone()
    assert row is not None
    return float(row[0])


def test_identifier_has_version_and_variant(world: psycopg.Connection) -> None:
    found = {(identifier.version, identifier.variant) for identifier in make(world, 1000)}
    assert found == {(7, RFC_4122)}


def test_identifiers_are_unique(world: psycopg.Connection) -> None:
    assert len(set(make(world, 10_000))) == 10_000


def test_identifiers_are_random_after_the_moment(world: psycopg.Connection) -> None:
    """Two servers that make one at the same moment make different ones."""
    tails = {identifier.int & (2**62 - 1) for identifier in make(world, 10_000)}
    assert len(tails) == 10_000


def test_identifiers_follow_time(world: psycopg.Connection) -> None:
    made = []
    for _ in range(20):
        made += make(world)
        time.sleep(0.002)
    assert made == sorted(made)


@pytest.mark.parametrize("zone", ZONES)
def test_identifier_holds_the_moment_in_any_zone(world: psycopg.Connection, zone: str) -> None:
    world.execute("SELECT set_config('TimeZone', %s, true)", (zone,))
    (identifier,) = make(world)
    assert abs(seconds(identifier) - server_time(world)) < 1


@pytest.mark.parametrize("zone", ZONES)
def test_rows_are_stamped_with_the_moment_in_any_zone(world: psycopg.Connection, zone: str) -> None:
    world.execute("SELECT set_config('TimeZone', %s, true)", (zone,))
    query = (
        "UPDATE market_prices SET average_price = 5"
        " RETURNING extract(EPOCH FROM updated_at)::float8"
    )
    row = world.execute(query).fetchone()
    assert row is not None
    assert abs(row[0] - server_time(world)) < 5


@pytest.mark.parametrize("zone", ZONES)
def test_order_expires_at_the_same_moment_in_any_zone(world: psycopg.Connection, zone: str) -> None:
    world.execute("SELECT set_config('TimeZone', %s, true)", (zone,))
    query = "SELECT extract(EPOCH FROM expires_at)::int8 FROM market_orders"
    assert world.execute(query).fetchone() == (1773964800,)


def test_server_from_18_on_uses_its_own_generator(world: psycopg.Connection) -> None:
    row = world.execute(
        "SELECT prosrc LIKE '%uuidv7()%' FROM pg_proc WHERE proname = 'uuid_generate_v7'"
    ).fetchone()
    assert row == (world.info.server_version >= 180000,)


def test_order_gets_a_time_ordered_identifier(world: psycopg.Connection) -> None:
    order = {name: value for name, value in SECOND["market_orders"].items() if name != "id"}
    insert(world, "market_orders", order)
    row = world.execute("SELECT id FROM market_orders WHERE order_type = 'Buy'").fetchone()
    assert row is not None
    assert row[0].version == 7
