"""What the database does by itself: it stamps changes, guards deletes and calculates sums."""

from decimal import Decimal

import psycopg
import pytest
from psycopg import errors, sql

from tests.database.documented_keys import FOREIGN_KEYS
from tests.database.rows import CHARACTER, SECOND, SHIP, Row, add

CHANGES: dict[str, tuple[str, object]] = {
    "users": ("last_login", "2026-01-02 00:00+00"),
    "characters": ("wallet_balance", 7),
    "ship_instances": ("hull_health", 50),
    "ship_instance_modules": ("is_active", True),
    "inventory_items": ("quantity", 6),
    "market_orders": ("filled_quantity", 1),
    "market_prices": ("average_price", 7),
}
# By foreign key: the table whose second row goes, and what makes the child's second row its own.
REFERENCES: dict[str, tuple[str, Row]] = {
    "systems_region_id_fkey": ("regions", {"region_id": 11}),
    "stations_system_id_fkey": ("systems", {"system_id": 11}),
    "module_types_ship_type_id_fkey": ("ship_types", {"ship_type_id": 11}),
    "characters_user_id_fkey": ("users", {"user_id": SECOND["users"]["id"]}),
    "characters_current_system_id_fkey": ("systems", {"current_system_id": 11}),
    "characters_active_ship_instance_id_fkey": (
        "ship_instances",
        {"active_ship_instance_id": SECOND["ship_instances"]["id"]},
    ),
    "ship_instances_character_id_fkey": (
        "characters",
        {"character_id": SECOND["characters"]["id"]},
    ),
    "ship_instances_ship_type_id_fkey": ("ship_types", {"ship_type_id": 11}),
    "ship_instances_location_system_id_fkey": ("systems", {"location_system_id": 11}),
    "ship_instances_location_station_id_fkey": ("stations", {"location_station_id": 11}),
    "ship_instance_modules_ship_instance_id_fkey": (
        "ship_instances",
        {"ship_instance_id": SECOND["ship_instances"]["id"]},
    ),
    "ship_instance_modules_module_type_id_fkey": ("module_types", {"module_type_id": 11}),
    "inventory_items_character_id_fkey": (
        "characters",
        {"character_id": SECOND["characters"]["id"]},
    ),
    "inventory_items_module_type_id_fkey": ("module_types", {"module_type_id": 11}),
    "inventory_items_location_system_id_fkey": (
        "systems",
        {"location_system_id": 11, "location_station_id": None},
    ),
    "inventory_items_location_station_id_fkey": ("stations", {"location_station_id": 11}),
    "market_orders_character_id_fkey": (
        "characters",
        {"character_id": SECOND["characters"]["id"]},
    ),
    "market_orders_module_type_id_fkey": ("module_types", {"module_type_id": 11}),
    "market_orders_station_id_fkey": ("stations", {"station_id": 11}),
    "market_prices_module_type_id_fkey": ("module_types", {"module_type_id": 11}),
}
CASCADES = ("ship_instance_modules_ship_instance_id_fkey", "market_prices_module_type_id_fkey")
SETS_NULL = "characters_active_ship_instance_id_fkey"


def update(connection: psycopg.Connection, table: str, column: str, value: object) -> None:
    connection.execute(
        sql.SQL("UPDATE {} SET {} = {}").format(
            sql.Identifier(table), sql.Identifier(column), sql.Placeholder()
        ),
        (value,),
    )


def stamps(connection: psycopg.Connection, table: str) -> list[tuple[object, ...]]:
    """Return for every row when it changed, and whether that was in this transaction."""
    query = sql.SQL("SELECT updated_at, updated_at = now() FROM {}").format(sql.Identifier(table))
    return connection.execute(query).fetchall()


def count(connection: psycopg.Connection, table: str) -> int:
    return connection.execute(sql.SQL("SELECT FROM {}").format(sql.Identifier(table))).rowcount


def delete_second(connection: psycopg.Connection, table: str) -> None:
    connection.execute(
        sql.SQL("DELETE FROM {} WHERE id = {}").format(sql.Identifier(table), sql.Placeholder()),
        (SECOND[table]["id"],),
    )


@pytest.mark.parametrize("table", CHANGES)
def test_updated_at_moves_on_a_change(world: psycopg.Connection, table: str) -> None:
    assert not any(is_now for _, is_now in stamps(world, table))
    update(world, table, *CHANGES[table])
    assert all(is_now for _, is_now in stamps(world, table))


@pytest.mark.parametrize("table", CHANGES)
def test_updated_at_stays_when_nothing_changes(world: psycopg.Connection, table: str) -> None:
    column, _ = CHANGES[table]
    before = stamps(world, table)
    query = sql.SQL("UPDATE {table} SET {column} = {column}")
    world.execute(query.format(table=sql.Identifier(table), column=sql.Identifier(column)))
    assert stamps(world, table) == before


@pytest.mark.parametrize("table", CHANGES)
def test_updated_at_cannot_be_forged(world: psycopg.Connection, table: str) -> None:
    update(world, table, "updated_at", "2001-01-01 00:00+00")
    assert all(is_now for _, is_now in stamps(world, table))


def test_every_foreign_key_has_a_row_that_references() -> None:
    assert set(REFERENCES) == set(FOREIGN_KEYS)


@pytest.mark.parametrize("key", [key for key in REFERENCES if key not in {*CASCADES, SETS_NULL}])
def test_delete_of_a_referenced_row_is_refused(world: psycopg.Connection, key: str) -> None:
    parent, reference = REFERENCES[key]
    add(world, parent)
    add(world, FOREIGN_KEYS[key][0], **reference)
    with pytest.raises(errors.ForeignKeyViolation) as refusal:
        delete_second(world, parent)
    assert refusal.value.diag.constraint_name == key


@pytest.mark.parametrize("key", CASCADES)
def test_delete_takes_the_parts_along(world: psycopg.Connection, key: str) -> None:
    (parent, reference), child = REFERENCES[key], FOREIGN_KEYS[key][0]
    others = count(world, child)
    add(world, parent)
    add(world, child, **reference)
    delete_second(world, parent)
    assert count(world, child) == others


def test_delete_of_the_active_ship_clears_the_pointer_alone(world: psycopg.Connection) -> None:
    pilot = "SELECT id, name, user_id, current_system_id, active_ship_instance_id FROM characters"
    before = world.execute(pilot).fetchall()
    add(world, "ship_instances")
    update(world, "characters", "active_ship_instance_id", SECOND["ship_instances"]["id"])
    delete_second(world, "ship_instances")
    world.execute("SET CONSTRAINTS ALL IMMEDIATE")
    assert world.execute(pilot).fetchall() == before


def mass(connection: psycopg.Connection, ship: object) -> object:
    query = "SELECT total_mass FROM ship_total_mass WHERE ship_instance_id = %s"
    return connection.execute(query, (ship,)).fetchone()


def wealth(connection: psycopg.Connection) -> object:
    query = (
        "SELECT wallet_balance, inventory_value, total_wealth FROM character_total_wealth"
        " WHERE character_id = %s"
    )
    return connection.execute(query, (CHARACTER,)).fetchone()


def test_mass_of_an_unfitted_ship_is_the_hull(world: psycopg.Connection) -> None:
    add(world, "ship_instances", ship_type_id=2)
    assert mass(world, SECOND["ship_instances"]["id"]) == (1000,)


def test_mass_of_a_fitted_ship_counts_each_module(world: psycopg.Connection) -> None:
    add(world, "module_types")
    add(world, "ship_instance_modules", module_type_id=11)
    assert mass(world, SHIP) == (1000 + 10 + 500,)


def test_mass_counts_the_same_module_twice(world: psycopg.Connection) -> None:
    add(world, "ship_instance_modules")
    assert mass(world, SHIP) == (1000 + 10 + 10,)


def test_mass_is_there_for_every_ship_once(world: psycopg.Connection) -> None:
    add(world, "ship_instances")
    add(world, "ship_instance_modules")
    assert count(world, "ship_total_mass") == count(world, "ship_instances")


def test_wealth_of_an_empty_hangar_is_the_wallet(world: psycopg.Connection) -> None:
    world.execute("DELETE FROM inventory_items")
    world.execute("UPDATE characters SET wallet_balance = 12.34")
    assert wealth(world) == (Decimal("12.34"), Decimal(0), Decimal("12.34"))


def test_wealth_counts_priced_stacks_to_the_cent(world: psycopg.Connection) -> None:
    world.execute("UPDATE characters SET wallet_balance = 0.10")
    world.execute("UPDATE market_prices SET average_price = 0.07, adjusted_price = 1000")
    assert wealth(world) == (Decimal("0.10"), Decimal("0.70"), Decimal("0.80"))


def test_wealth_is_exact_beyond_floating_point(world: psycopg.Connection) -> None:
    world.execute("UPDATE characters SET wallet_balance = 999999999999999999.99")
    world.execute("UPDATE market_prices SET average_price = 0.01")
    world.execute("UPDATE inventory_items SET quantity = 1")
    assert wealth(world) == (
        Decimal("999999999999999999.99"),
        Decimal("0.02"),
        Decimal("1000000000000000000.01"),
    )


def test_wealth_of_an_item_without_price_is_nothing(world: psycopg.Connection) -> None:
    before = wealth(world)
    add(world, "inventory_items", module_type_id=2, quantity=1000)
    assert wealth(world) == before == (Decimal(0), Decimal(20), Decimal(20))


def test_wealth_of_another_character_is_not_counted(world: psycopg.Connection) -> None:
    before = wealth(world)
    add(world, "characters")
    add(world, "inventory_items", character_id=SECOND["characters"]["id"], module_type_id=1)
    assert wealth(world) == before
