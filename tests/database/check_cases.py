"""For every CHECK: rows that it refuses, and the rows next to them that it admits."""

from collections.abc import Iterator
from dataclasses import dataclass

from tests.database.rows import ARGON2, BCRYPT, NEW_YEAR, Row


@dataclass(frozen=True, slots=True)
class Case:
    """The second row of `table` with `changes`, and the constraint that refuses it, or None.

    `without` names constraints that refuse such a row as well, to be dropped first.
    """

    table: str
    changes: Row
    constraint: str | None
    without: tuple[str, ...] = ()

    def __str__(self) -> str:
        changes = ",".join(f"{column}={value!r:.40}" for column, value in self.changes.items())
        return f"{self.table}:{changes}:{self.constraint or 'admitted'}"


def _values(place: str, refused: tuple[object, ...], admitted: tuple[object, ...]) -> list[Case]:
    """Return cases for the CHECK of one column, whose name it bears."""
    table, column = place.split(".")
    constraint = f"{table}_{column}_check"
    return [
        *(Case(table, {column: value}, constraint) for value in refused),
        *(Case(table, {column: value}, None) for value in admitted),
    ]


NAMES = (
    "regions.name",
    "systems.name",
    "stations.name",
    "ship_types.name",
    "module_types.name",
    "ship_instances.name",
    "characters.name",
    "users.username",
)
LABELS = (
    "stations.station_type",
    "ship_types.ship_class",
    "module_types.category",
    "characters.race",
    "characters.bloodline",
)
NOT_NEGATIVE = (
    "ship_types.base_thrust",
    "ship_types.base_rotation_speed",
    "ship_types.max_velocity",
    "ship_types.warp_speed",
    "ship_types.agility",
    "ship_types.cargo_capacity",
    "ship_types.power_grid_output",
    "ship_types.cpu_output",
    "module_types.mass",
    "module_types.volume",
    "module_types.power_grid_usage",
    "module_types.cpu_usage",
    "module_types.capacitor_usage",
)
SLOT_COUNTS = (
    "ship_types.high_slots",
    "ship_types.mid_slots",
    "ship_types.low_slots",
    "ship_types.rig_slots",
)
POSITIONS = ("systems.position_x", "systems.position_y", "systems.position_z")
PERCENTAGES = (
    "ship_instances.hull_health",
    "ship_instances.armor_health",
    "ship_instances.shield_health",
    "ship_instances.capacitor_charge",
)
MONEY = (
    "characters.wallet_balance",
    "market_orders.price",
    "market_orders.escrow_amount",
    "market_prices.average_price",
    "market_prices.adjusted_price",
)
MOST_MONEY = "999999999999999999.99"
MOST_PIECES = 2**63 - 1

UNTRIMMED = ("", " ", " x", "x ", "\tx", "x\n")
# A letter and a combining accent, and the one letter that they are in NFC.
DECOMPOSED, COMPOSED = "E\u0301va", "\u00c9va"
NOT_HASHES = (
    "",
    "hunter2",
    BCRYPT[:-1],
    BCRYPT + "a",
    BCRYPT.replace("2b", "2c"),
    BCRYPT[:-1] + "=",
    "5f4dcc3b5aa765d61d8327deb882cf99",
    ARGON2.replace("argon2id", "argon2x"),
    "$argon2id$hunter2",
    "$argon2id$v=19$m=65536,t=3,p=4$c2FsdHlzYWx0",
    "$argon2id$v=19$m=65536,t=3,p=4$c2FsdHlzYWx0$",
    "$argon2id$a$b$hunter 2",
    ARGON2 + " hunter2",
)
HASHES = (
    *(BCRYPT.replace("2b", version) for version in ("2a", "2b", "2x", "2y")),
    *(ARGON2.replace("argon2id", version) for version in ("argon2id", "argon2i", "argon2d")),
    ARGON2.replace("v=19$", ""),
)


def _text() -> Iterator[Case]:
    for place in NAMES:
        yield from _values(place, (*UNTRIMMED, DECOMPOSED), ("x", "x y", COMPOSED))
    for place in LABELS:
        yield from _values(place, UNTRIMMED, ("x", "x y"))
    yield from _values("ship_types.ship_class", (), (None,))
    yield from _values(
        "users.email",
        ("", "bruno", "@example.org", "bruno@", "b@b@b", "br uno@b", "b@b ", "b@b\n"),
        ("b@b", "bruno+echoes@mail.example.org", "\u00c9va@example.org"),
    )
    yield from _values("users.password_hash", NOT_HASHES, HASHES)
    yield from _values("regions.security_status", ("null", "HIGH", ""), ("High", "Low", "Null"))
    yield from _values(
        "ship_instance_modules.slot_type", ("high", "Slot", ""), ("High", "Mid", "Low", "Rig")
    )
    yield from _values(
        "module_types.slot_type", ("high", "Slot", ""), ("High", "Mid", "Low", "Rig", None)
    )


def _numbers() -> Iterator[Case]:
    for place in NOT_NEGATIVE:
        yield from _values(place, ("-5e-324", "NaN", "Infinity", "-Infinity"), (0, "1.7e308"))
    yield from _values("ship_types.base_mass", (0, -1, "NaN", "Infinity"), ("5e-324", "1.7e308"))
    for place in POSITIONS:
        yield from _values(place, ("NaN", "Infinity", "-Infinity"), (-1e19, 0, "-1.7e308"))
    for place in SLOT_COUNTS:
        yield from _values(place, (-1, 9), (0, 8))
    yield from _values("ship_instance_modules.slot_number", (-1, 9), (0, 8))
    yield from _values("inventory_items.stack_number", (-1,), (0, 1, 32767))
    yield from _values("inventory_items.quantity", (0, -1), (1, MOST_PIECES))
    for place in PERCENTAGES:
        # numeric(5,2) rounds before the CHECK looks: 100.004 is 100.00.
        yield from _values(
            place, ("-0.01", "100.01", "100.005", "NaN"), (0, "0.01", "100.00", "100.004")
        )
    yield from _values(
        "systems.security_rating", ("-0.000001", "1.000001", "NaN"), ("0.0", "0.45", "1.0")
    )
    for place in MONEY:
        yield from _values(place, ("-0.01", "NaN"), (0, "0.01", MOST_MONEY))


def _documents() -> Iterator[Case]:
    yield from _values(
        "stations.services",
        ("{}", '"market"', "1", "null", '["market", 1]', "[null]", '[["market"]]', '[{"a": 1}]'),
        ("[]", '["market"]', '["market", "repair"]'),
    )
    yield from _values(
        "module_types.effect_data",
        ("[]", "[{}]", '"a"', "1", "null"),
        ("{}", '{"range": 12.5}', '{"nested": {"a": [1]}}'),
    )


def _orders() -> Iterator[Case]:
    """Yield the CHECKs that look at more than one column, and those that they overlap."""
    table = "market_orders"
    yield from _values("market_orders.order_type", ("buy", "Rent", ""), ("Buy", "Sell"))
    yield from _values(
        "market_orders.status", ("open", "Closed", ""), ("Open", "Cancelled", "Expired")
    )
    # Nothing of nothing is Filled: only the rule on quantity refuses it.
    yield Case(table, {"quantity": 0, "status": "Filled"}, "market_orders_quantity_check")
    yield from _values("market_orders.quantity", (), (1, MOST_PIECES))
    yield from _values("market_orders.filled_quantity", (-1, 101), (0, 99))
    yield Case(table, {"filled_quantity": 100}, "market_orders_filled_check")
    yield Case(table, {"status": "Filled"}, "market_orders_filled_check")
    yield Case(table, {"status": "Cancelled", "filled_quantity": 100}, "market_orders_filled_check")
    yield Case(table, {"status": "Filled", "filled_quantity": 100}, None)
    yield Case(table, {"status": "Expired", "filled_quantity": 99}, None)
    yield from _values(
        "market_orders.expires_at",
        (NEW_YEAR, "2025-12-31 23:59:59.999999+00", "-infinity"),
        ("2026-01-01 00:00:00.000001+00", "2026-01-01 00:00-00:01"),
    )
    escrow = "market_orders_escrow_of_open_buy_check"
    yield Case(table, {"escrow_amount": 1, "order_type": "Sell"}, escrow)
    for status, filled in (("Cancelled", 0), ("Expired", 0), ("Filled", 100)):
        changes = {"status": status, "filled_quantity": filled}
        yield Case(table, {**changes, "escrow_amount": 1}, escrow)
        yield Case(table, {**changes, "escrow_amount": 0}, None)


CHECKS = (
    *_text(),
    *_numbers(),
    *_documents(),
    *_orders(),
    Case(
        "module_types",
        {"slot_type": "High", "ship_type_id": 2},
        "module_types_slot_or_hull_check",
    ),
    Case("module_types", {"ship_type_id": 2}, None),
)
