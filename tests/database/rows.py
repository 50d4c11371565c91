"""Valid rows: FIRST are there before a test, SECOND are what a test adds, changed or not.

A row of SECOND has the documented columns of its table, in the documented order.
"""

from collections.abc import Mapping
from pathlib import Path

import psycopg
from psycopg import sql

Row = Mapping[str, object]

BCRYPT = "$2b$12$" + "a" * 53
ARGON2 = "$argon2id$v=19$m=65536,t=3,p=4$c2FsdHlzYWx0$aGFzaGVkaGFzaGVk"
NEW_YEAR, SPRING, SUMMER = "2026-01-01 00:00+00", "2026-03-20 00:00+00", "2026-06-21 00:00+00"


def uuid(number: int) -> str:
    """Return the UUID that tests call by `number`."""
    return f"00000000-0000-4000-8000-{number:012}"


USER, CHARACTER, SHIP, MODULE, STACK, ORDER = (uuid(number) for number in range(1, 7))

# Hull 3 is the packaged ship type 1; item 1 has a price; station 2 stands in system 2.
FIRST: tuple[tuple[str, Row], ...] = (
    ("regions", {"id": 1, "name": "Core", "security_status": "High"}),
    *(
        (
            "systems",
            {"id": number, "region_id": 1, "name": f"Sol {number}", "security_rating": 1}
            | {"position_x": 0, "position_y": 0, "position_z": 0},
        )
        for number in (1, 2)
    ),
    ("stations", {"id": 1, "system_id": 1, "name": "Pier", "station_type": "Trade Hub"}),
    ("stations", {"id": 2, "system_id": 2, "name": "Yard", "station_type": "Refinery"}),
    *(
        (
            "ship_types",
            {"id": number, "name": f"Finch {number}", "base_mass": 1000, "base_thrust": 1}
            | {"base_rotation_speed": 1, "max_velocity": 1, "warp_speed": 1, "agility": 1}
            | {"high_slots": 1, "mid_slots": 1, "low_slots": 1, "cargo_capacity": 1},
        )
        for number in (1, 2)
    ),
    *(
        (
            "module_types",
            {"id": number, "name": f"Gun {number}", "category": "Weapon"}
            | {"mass": 10, "volume": 1},
        )
        for number in (1, 2)
    ),
    (
        "module_types",
        {"id": 3, "name": "Hull", "category": "Ship", "mass": 1, "volume": 1} | {"ship_type_id": 1},
    ),
    ("market_prices", {"module_type_id": 1, "average_price": 2, "adjusted_price": 2}),
    (
        "users",
        {"id": USER, "username": "Élodie", "email": "Élodie@example.org"}
        | {"password_hash": BCRYPT},
    ),
    (
        "characters",
        {"id": CHARACTER, "user_id": USER, "name": "Émile", "race": "Terran"}
        | {"bloodline": "Old", "current_system_id": 1},
    ),
    (
        "ship_instances",
        {"id": SHIP, "character_id": CHARACTER, "ship_type_id": 1}
        | {"name": "Wren", "location_system_id": 1, "location_station_id": 1},
    ),
    (
        "ship_instance_modules",
        {"id": MODULE, "ship_instance_id": SHIP, "module_type_id": 1}
        | {"slot_type": "High", "slot_number": 1},
    ),
    (
        "inventory_items",
        {"id": STACK, "character_id": CHARACTER, "module_type_id": 1}
        | {"quantity": 5, "location_system_id": 1, "location_station_id": 1},
    ),
    (
        "inventory_items",
        {"id": uuid(7), "character_id": CHARACTER, "module_type_id": 1}
        | {"quantity": 5, "location_system_id": 2, "location_station_id": None},
    ),
    (
        "market_orders",
        {"id": ORDER, "character_id": CHARACTER, "module_type_id": 1}
        | {"order_type": "Sell", "quantity": 5, "price": 2, "station_id": 1}
        | {"created_at": NEW_YEAR, "expires_at": SPRING},
    ),
)

SECOND: Mapping[str, Row] = {
    "users": {
        "id": uuid(11),
        "username": "Bruno",
        "email": "bruno@example.org",
        "password_hash": ARGON2,
        "created_at": NEW_YEAR,
        "last_login": None,
    },
    "characters": {
        "id": uuid(12),
        "user_id": USER,
        "name": "Berta",
        "race": "Terran",
        "bloodline": "Old",
        "created_at": NEW_YEAR,
        "wallet_balance": 100,
        "current_system_id": 1,
    },
    "ship_types": {
        "id": 11,
        "name": "Heron",
        "base_mass": 2000000.5,
        "base_thrust": 5000000,
        "base_rotation_speed": 12.5,
        "max_velocity": 300,
        "warp_speed": 3,
        "agility": 0.4,
        "high_slots": 4,
        "mid_slots": 3,
        "low_slots": 2,
        "cargo_capacity": 400,
    },
    "ship_instances": {
        "id": uuid(13),
        "character_id": CHARACTER,
        "ship_type_id": 1,
        "name": "Lark",
        "location_system_id": 1,
        "location_station_id": None,
        "hull_health": 100,
        "armor_health": 75.5,
        "shield_health": 0,
        "capacitor_charge": 99.99,
    },
    "ship_instance_modules": {
        "id": uuid(14),
        "ship_instance_id": SHIP,
        "module_type_id": 1,
        "slot_type": "High",
        "slot_number": 2,
        "is_active": True,
        "created_at": NEW_YEAR,
    },
    "module_types": {
        "id": 11,
        "name": "Shield",
        "category": "Shield",
        "mass": 500,
        "volume": 0.0025,
        "power_grid_usage": 1,
        "cpu_usage": 1,
        "capacitor_usage": 1,
        "effect_data": '{"shield_bonus": 120}',
    },
    "inventory_items": {
        "id": uuid(15),
        "character_id": CHARACTER,
        "module_type_id": 2,
        "quantity": 1,
        "location_system_id": 1,
        "location_station_id": 1,
    },
    "regions": {"id": 11, "name": "Rim", "security_status": "Null"},
    "systems": {
        "id": 11,
        "region_id": 1,
        "name": "Vega",
        "security_rating": 0.45,
        "position_x": -1e19,
        "position_y": 0,
        "position_z": 2.5,
    },
    "stations": {
        "id": 11,
        "system_id": 1,
        "name": "Dock",
        "station_type": "Trade Hub",
        "services": '["market", "repair"]',
    },
    "market_orders": {
        "id": uuid(16),
        "character_id": CHARACTER,
        "module_type_id": 1,
        "order_type": "Buy",
        "quantity": 100,
        "price": 9.99,
        "station_id": 1,
        "created_at": NEW_YEAR,
        "expires_at": SUMMER,
    },
    # Not in the design document.
    "market_prices": {"module_type_id": 2, "average_price": 3, "adjusted_price": 3},
}


def load_first(*, autocommit: bool, **server: str | int) -> None:
    """Insert FIRST into a template database; a loader for pytest-postgresql."""
    with psycopg.connect(**server) as connection:  # type: ignore[arg-type]
        for table, row in FIRST:
            insert(connection, table, row)


def load_crowd(*, autocommit: bool, **server: str | int) -> None:
    """Insert some thousand rows and gather statistics; a loader for pytest-postgresql."""
    with psycopg.connect(**server, autocommit=True) as connection:  # type: ignore[arg-type]
        connection.execute(Path(__file__).with_name("crowd.sql").read_bytes())
        connection.execute("VACUUM ANALYZE")


def add(connection: psycopg.Connection, table: str, **changes: object) -> None:
    """Insert the second row of `table` with `changes` to it, deferred constraints checked."""
    insert(connection, table, {**SECOND[table], **changes})
    connection.execute("SET CONSTRAINTS ALL IMMEDIATE")


def insert(connection: psycopg.Connection, table: str, row: Row) -> None:
    """Insert `row` into `table`, its columns named."""
    query = sql.SQL("INSERT INTO {} ({}) VALUES ({})").format(
        sql.Identifier(table),
        sql.SQL(", ").join(map(sql.Identifier, row)),
        sql.SQL(", ").join(sql.Placeholder() * len(row)),
    )
    connection.execute(query, [*row.values()])
