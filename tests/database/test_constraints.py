"""Every constraint refuses a bad row under its own name and admits the rows at its boundary."""

import psycopg
import pytest
from psycopg import errors, sql

from tests.database.check_cases import CHECKS, MONEY, Case
from tests.database.documented import COLUMNS
from tests.database.key_cases import KEYS
from tests.database.rows import SHIP, add

CASES = (*CHECKS, *KEYS)
REFUSED = [case for case in CASES if case.constraint]
ADMITTED = [case for case in CASES if not case.constraint]
REQUIRED = [
    (table, name)
    for table, columns in COLUMNS.items()
    for name, kind in columns
    if not kind.endswith("?")
]
CONSTRAINTS = """
SELECT conname::text FROM pg_constraint
WHERE connamespace = 'public'::regnamespace AND contype IN ('c', 'f', 'p', 'u', 'x')
UNION
SELECT relname::text FROM pg_index INNER JOIN pg_class ON indexrelid = pg_class.oid
WHERE relnamespace = 'public'::regnamespace AND indisunique
"""


@pytest.mark.parametrize("case", REFUSED, ids=str)
def test_constraint_refuses(world: psycopg.Connection, case: Case) -> None:
    for other in case.without:
        world.execute(
            sql.SQL("ALTER TABLE {} DROP CONSTRAINT {} CASCADE").format(
                sql.Identifier(case.table), sql.Identifier(other)
            )
        )
    with pytest.raises(errors.IntegrityError) as refusal:
        add(world, case.table, **case.changes)
    assert refusal.value.diag.constraint_name == case.constraint


@pytest.mark.parametrize("case", ADMITTED, ids=str)
def test_constraint_admits(world: psycopg.Connection, case: Case) -> None:
    add(world, case.table, **case.changes)


def test_every_constraint_has_a_case_that_it_refuses(peopled: psycopg.Connection) -> None:
    live = {name for (name,) in peopled.execute(CONSTRAINTS.encode())}
    assert {case.constraint for case in REFUSED} == live


@pytest.mark.parametrize(("table", "name"), REQUIRED, ids=[".".join(place) for place in REQUIRED])
def test_null_is_refused(world: psycopg.Connection, table: str, name: str) -> None:
    with pytest.raises(errors.NotNullViolation) as refusal:
        add(world, table, **{name: None})
    assert refusal.value.diag.column_name == name


@pytest.mark.parametrize("table", ["ship_instances", "inventory_items"])
def test_system_is_required_in_space_too(world: psycopg.Connection, table: str) -> None:
    with pytest.raises(errors.NotNullViolation):
        add(world, table, location_system_id=None, location_station_id=None)


@pytest.mark.parametrize("place", MONEY)
def test_money_is_never_infinite(world: psycopg.Connection, place: str) -> None:
    table, column = place.split(".")
    with pytest.raises(errors.NumericValueOutOfRange):
        add(world, table, **{column: "Infinity"})


def test_active_ship_of_its_own_pilot_is_admitted(world: psycopg.Connection) -> None:
    world.execute("UPDATE characters SET active_ship_instance_id = %s", (SHIP,))
    world.execute("SET CONSTRAINTS ALL IMMEDIATE")


def test_active_ship_may_be_written_before_the_ship(world: psycopg.Connection) -> None:
    """The key waits for the end of the transaction, so the order does not matter."""
    world.execute(
        "UPDATE characters SET active_ship_instance_id = %s",
        ("00000000-0000-4000-8000-000000000013",),
    )
    add(world, "ship_instances")
