"""With some thousand rows in every table, each hot query reads its index, by its own choice."""

from collections.abc import Mapping

import psycopg
import pytest

from tests.database.documented_keys import ADDED_INDEXES, INDEXES
from tests.database.rows import CHARACTER, SHIP

BEST_OFFERS = """
SELECT id, price, quantity - filled_quantity FROM market_orders
WHERE station_id = 3 AND module_type_id = 7 AND status = 'Open' AND expires_at > now()
"""
# By the index that must serve it: the query. One row is enough for a plan without a sort.
ORDERED = {
    "idx_market_orders_best_sell": f"{BEST_OFFERS} AND order_type = 'Sell'"
    " ORDER BY price, created_at, id LIMIT 1",
    "idx_market_orders_best_buy": f"{BEST_OFFERS} AND order_type = 'Buy'"
    " ORDER BY price DESC, created_at, id LIMIT 1",
    "idx_market_orders_expires_at": "SELECT id FROM market_orders WHERE status = 'Open'"
    " ORDER BY expires_at LIMIT 100 FOR UPDATE SKIP LOCKED",
    "idx_market_orders_type": "SELECT id, price, station_id FROM market_orders"
    " WHERE module_type_id = 7 AND order_type = 'Sell' AND status = 'Open'"
    " ORDER BY price LIMIT 20",
}
LOOK_UPS = {
    "idx_market_orders_character_id": "SELECT * FROM market_orders"
    f" WHERE character_id = '{CHARACTER}' ORDER BY created_at DESC",
    "idx_users_username": "SELECT * FROM users WHERE username = 'User 7'",
    "uq_users_username_lower": "SELECT * FROM users WHERE lower(username) = 'user 7'",
    "idx_users_email": "SELECT * FROM users WHERE email = 'user7@example.org'",
    "uq_users_email_lower": "SELECT * FROM users WHERE lower(email) = 'user7@example.org'",
    "idx_characters_user_id": f"SELECT * FROM characters WHERE user_id = '{CHARACTER}'",
    "idx_characters_name": "SELECT * FROM characters WHERE name = 'Pilot 7'",
    "uq_characters_name_lower": "SELECT * FROM characters WHERE lower(name) = 'pilot 7'",
    "idx_characters_current_system_id": "SELECT * FROM characters WHERE current_system_id = 7",
    "idx_ship_instances_character_id": "SELECT * FROM ship_instances"
    f" WHERE character_id = '{CHARACTER}'",
    "idx_ship_instances_location": "SELECT * FROM ship_instances"
    " WHERE location_system_id = 7 AND location_station_id = 7",
    "idx_systems_region_id": "SELECT * FROM systems WHERE region_id = 7",
    "idx_systems_name_lower": "SELECT * FROM systems WHERE lower(name) = 'system 7'",
    "idx_stations_system_id": "SELECT * FROM stations WHERE system_id = 7",
}
# The longer unique key begins with the same column: the planner takes either.
EITHER = {
    ("idx_ship_instance_modules_ship_id", "uq_ship_instance_modules_slot"): (
        f"SELECT * FROM ship_instance_modules WHERE ship_instance_id = '{SHIP}'",
        f"SELECT * FROM ship_total_mass WHERE ship_instance_id = '{SHIP}'",
    ),
    ("idx_inventory_items_character_id", "uq_inventory_items_stack"): (
        f"SELECT * FROM inventory_items WHERE character_id = '{CHARACTER}'",
        f"SELECT * FROM character_total_wealth WHERE character_id = '{CHARACTER}'",
    ),
}


def plan(connection: psycopg.Connection, query: str) -> list[Mapping[str, object]]:
    """Return every node of the plan that the server chooses for `query`."""
    row = connection.execute(f"EXPLAIN (FORMAT JSON) {query}".encode()).fetchone()
    assert row is not None
    nodes, found = [row[0][0]["Plan"]], []
    while nodes:
        found.append(nodes.pop())
        nodes += found[-1].get("Plans", ())
    return found


def indexes(nodes: list[Mapping[str, object]]) -> set[object]:
    return {node["Index Name"] for node in nodes if "Index Name" in node}


@pytest.mark.parametrize("index", ORDERED)
def test_query_reads_index_in_its_order(crowded: psycopg.Connection, index: str) -> None:
    nodes = plan(crowded, ORDERED[index])
    assert indexes(nodes) == {index}
    assert not any("Sort" in str(node["Node Type"]) for node in nodes)


@pytest.mark.parametrize("index", LOOK_UPS)
def test_query_reads_index(crowded: psycopg.Connection, index: str) -> None:
    assert indexes(plan(crowded, LOOK_UPS[index])) == {index}


@pytest.mark.parametrize(
    ("names", "query"),
    [
        pytest.param(names, query, id=query.split()[3])
        for names, queries in EITHER.items()
        for query in queries
    ],
)
def test_query_reads_either_index(
    crowded: psycopg.Connection, names: tuple[str, str], query: str
) -> None:
    nodes = plan(crowded, query)
    assert indexes(nodes) & set(names)
    assert not any(
        node["Node Type"] == "Seq Scan"
        and node["Relation Name"] in {"ship_instance_modules", "inventory_items", "ship_instances"}
        for node in nodes
    )


def test_every_index_serves_a_query() -> None:
    documented = [names[0] for names in EITHER]
    assert {*ORDERED, *LOOK_UPS, *documented} == {*INDEXES, *ADDED_INDEXES}
