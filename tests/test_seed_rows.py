"""The reference data itself: enough of it, whole, and believable."""

import re
from pathlib import Path

import psycopg
import pytest

from tests.harness.schema import ROOT, SQL

COUNTS = {"regions": 6, "systems": 80, "stations": 60, "ship_types": 25, "module_types": 100}
CATEGORIES = {
    *("Weapon", "Mining", "Shield", "Armor", "Engineering", "Propulsion", "Electronic Warfare"),
    *("Scanning", "Drone", "Rig", "Charge", "Mineral", "Ore", "Material", "Trade Good"),
    "Ship Hull",
}
WARSHIPS = ("Frigate", "Destroyer", "Cruiser", "Battlecruiser", "Battleship", "Capital")


def values(connection: psycopg.Connection, query: str) -> list[object]:
    return [row[0] for row in connection.execute(query.encode()).fetchall()]


@pytest.mark.parametrize(("name", "least"), COUNTS.items(), ids=COUNTS)
def test_seeds_are_as_many_as_promised(seeded: psycopg.Connection, name: str, least: int) -> None:
    (count,) = values(seeded, f"SELECT count(*)::integer FROM {name}")
    assert isinstance(count, int)
    assert count >= least


@pytest.mark.parametrize("name", COUNTS)
def test_seeds_never_use_a_name_twice(seeded: psycopg.Connection, name: str) -> None:
    assert not values(seeded, f"SELECT name FROM {name} GROUP BY name HAVING count(*) > 1")


def test_regions_have_all_three_labels(seeded: psycopg.Connection) -> None:
    labels = values(seeded, "SELECT DISTINCT security_status FROM regions")
    assert set(labels) == {"High", "Low", "Null"}


def test_systems_are_in_the_band_of_their_region(seeded: psycopg.Connection) -> None:
    outside = """
        SELECT systems.name FROM systems JOIN regions ON regions.id = region_id
        WHERE security_status <> CASE
            WHEN security_rating >= 0.45 THEN 'High' WHEN security_rating > 0 THEN 'Low'
            ELSE 'Null' END"""
    assert values(seeded, outside) == []


def test_systems_are_nearest_to_the_middle_of_their_own_region(seeded: psycopg.Connection) -> None:
    astray = """
        WITH middle AS (SELECT region_id, avg(position_x) AS x, avg(position_y) AS y,
                               avg(position_z) AS z FROM systems GROUP BY region_id)
        SELECT systems.name FROM systems WHERE region_id <> (
            SELECT middle.region_id FROM middle ORDER BY sqrt((x - position_x) ^ 2
                + (y - position_y) ^ 2 + (z - position_z) ^ 2) LIMIT 1)"""
    assert values(seeded, astray) == []


def test_stations_are_in_every_region(seeded: psycopg.Connection) -> None:
    empty = "SELECT name FROM regions r WHERE NOT EXISTS (SELECT FROM systems JOIN stations s"
    empty += " ON s.system_id = systems.id WHERE systems.region_id = r.id AND services ? 'market')"
    assert values(seeded, empty) == []


def test_stations_name_no_service_twice(seeded: psycopg.Connection) -> None:
    doubled = """SELECT name FROM stations WHERE jsonb_array_length(services) <> (
        SELECT count(DISTINCT service) FROM jsonb_array_elements(services) AS service)"""
    assert values(seeded, doubled) == []


@pytest.mark.parametrize(
    ("column", "order"),
    [
        ("base_mass", "ASC"),
        ("agility", "ASC"),
        ("power_grid_output", "ASC"),
        ("cpu_output", "ASC"),
        ("base_rotation_speed", "DESC"),
        ("max_velocity", "DESC"),
        ("warp_speed", "DESC"),
        ("base_thrust / base_mass", "DESC"),
    ],
)
def test_ship_types_follow_their_class(seeded: psycopg.Connection, column: str, order: str) -> None:
    """A heavier class is heavier, slower and wider in the turn, and has more power."""
    query = f"""
        SELECT ship_class FROM ship_types WHERE ship_class = ANY ('{{{",".join(WARSHIPS)}}}')
        GROUP BY ship_class ORDER BY percentile_cont(0.5) WITHIN GROUP (ORDER BY {column}) {order}
    """
    assert values(seeded, query) == list(WARSHIPS)


def test_module_types_cover_every_category(seeded: psycopg.Connection) -> None:
    assert set(values(seeded, "SELECT DISTINCT category FROM module_types")) == CATEGORIES


def test_module_types_cover_every_slot(seeded: psycopg.Connection) -> None:
    slots = values(seeded, "SELECT DISTINCT slot_type FROM module_types")
    assert set(slots) == {"High", "Mid", "Low", "Rig", None}


def test_module_types_effects_are_numbers(seeded: psycopg.Connection) -> None:
    others = """SELECT name FROM module_types, jsonb_each(effect_data) AS effect
        WHERE jsonb_typeof(effect.value) <> 'number'"""
    assert values(seeded, others) == []


@pytest.mark.parametrize("column", ["power_grid_usage", "cpu_usage", "volume", "average_price"])
def test_weapons_of_a_bigger_size_take_more(seeded: psycopg.Connection, column: str) -> None:
    query = f"""
        SELECT effect_data['charge_size']::integer AS size
        FROM module_types JOIN market_prices ON module_type_id = id WHERE category = 'Weapon'
        GROUP BY size ORDER BY percentile_cont(0.5) WITHIN GROUP (ORDER BY {column})"""
    assert values(seeded, query) == [1, 2, 3, 4]


def test_weapons_have_a_charge_of_their_size(seeded: psycopg.Connection) -> None:
    sizes = "SELECT DISTINCT effect_data['charge_size'] FROM module_types WHERE category = "
    weapons, charges = values(seeded, sizes + "'Weapon'"), values(seeded, sizes + "'Charge'")
    assert set(weapons) == {1, 2, 3, 4}
    assert set(weapons) <= set(charges)


def test_hulls_exist_for_every_ship_type(seeded: psycopg.Connection) -> None:
    """A hull has its ship's mass and a volume of its own."""
    without = """SELECT name FROM ship_types s WHERE NOT EXISTS (SELECT FROM module_types
        WHERE ship_type_id = s.id AND category = 'Ship Hull' AND mass = s.base_mass)"""
    assert values(seeded, without) == []


def test_prices_exist_for_every_item(seeded: psycopg.Connection) -> None:
    without = """SELECT name FROM module_types WHERE id NOT IN (
        SELECT module_type_id FROM market_prices WHERE average_price > 0 AND adjusted_price > 0)"""
    assert values(seeded, without) == []


def test_ores_yield_minerals_that_exist(seeded: psycopg.Connection) -> None:
    unknown = """SELECT name, effect FROM module_types, jsonb_object_keys(effect_data) AS effect
        WHERE category = 'Ore' AND effect LIKE 'yield\\_%' AND substr(effect, 7) NOT IN (
            SELECT replace(lower(name), ' ', '_') FROM module_types)"""
    assert values(seeded, unknown) == []


@pytest.mark.parametrize("path", sorted(SQL.glob("seeds/*.sql")), ids=lambda path: path.name)
def test_seed_files_begin_with_a_fact_and_a_reason(path: Path) -> None:
    assert re.match(r"-- [A-Z].+\.\n--\n-- Why:     \S", path.read_text("utf-8"))


def test_seed_files_run_in_psql(migrated: psycopg.Connection) -> None:
    """Each file goes to the server as it is, in one piece, twice."""
    for _ in range(2):
        for path in sorted(SQL.glob("seeds/*.sql")):
            migrated.execute(path.read_bytes())
    assert values(migrated, "SELECT count(*) FROM market_prices") == [238]


def test_seed_page_counts_the_rows(seeded: psycopg.Connection) -> None:
    page = (ROOT / "docs/reference/seeds.md").read_text("utf-8")
    told = re.findall(r"^\| `\d+_\w+\.sql` \| `(\w+)` \| (\d+) \|", page, re.MULTILINE)
    assert len(told) == len(list(SQL.glob("seeds/*.sql")))
    for name, count in told:
        assert values(seeded, f"SELECT count(*) FROM {name}") == [int(count)]
