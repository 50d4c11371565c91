"""The loader of the reference data, and its command."""

import json
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from time import monotonic, sleep

import psycopg
import pytest

from echoes_schema import seeds
from echoes_schema.errors import FileError, MigrationError, ServerError
from echoes_schema.render.table import table
from echoes_schema.seeds import SeedFile
from tests.harness.program import Run
from tests.harness.schema import SQL

TOTAL = 687
FRUIT = "CREATE TABLE fruit (id integer PRIMARY KEY, name text NOT NULL CHECK (name <> ''))"
PUT_RIGHT = (
    "ON CONFLICT (id) DO UPDATE SET name = excluded.name WHERE fruit.name <> excluded.name;\n"
)
APPLE = "INSERT INTO fruit VALUES (1, 'apple');\n"

Url = Callable[[psycopg.Connection], str]
Write = Callable[..., Path]


@pytest.fixture
def garden(empty: psycopg.Connection) -> psycopg.Connection:
    """Return a connection to a database with one table and no rows."""
    empty.execute(FRUIT)
    return empty


@pytest.fixture
def write(tmp_path: Path) -> Write:
    """Return the function that writes seed files, named a.sql, b.sql …, and gives their folder."""

    def files(*texts: str) -> Path:
        (tmp_path / "seeds").mkdir()
        for name, text in zip("abcdef", texts, strict=False):
            (tmp_path / "seeds" / f"{name}.sql").write_text(text, "utf-8")
        return tmp_path

    return files


@pytest.fixture
def second(garden: psycopg.Connection, url: Url) -> Iterator[psycopg.Connection]:
    """Return another connection in autocommit mode to the garden."""
    with psycopg.connect(url(garden), autocommit=True) as connection:
        yield connection


def values(connection: psycopg.Connection, query: str) -> list[object]:
    return [row[0] for row in connection.execute(query.encode()).fetchall()]


def test_load_into_an_empty_schema_inserts_every_row(migrated: psycopg.Connection) -> None:
    files = seeds.load(migrated, SQL).files
    assert sum(file.inserted for file in files) == TOTAL
    assert {(file.updated, file.deleted, file.unchanged) for file in files} == {(0, 0, 0)}
    assert files[0] == SeedFile("010_regions.sql", "regions", 8, 0, 0, 0)


def test_load_again_changes_nothing(seeded: psycopg.Connection) -> None:
    before = values(seeded, "SELECT to_jsonb(module_types) FROM module_types ORDER BY id")
    result = seeds.load(seeded, SQL)
    assert not result.is_changed
    assert sum(file.unchanged for file in result.files) == TOTAL
    assert before == values(seeded, "SELECT to_jsonb(module_types) FROM module_types ORDER BY id")


def test_load_puts_an_edited_row_back(seeded: psycopg.Connection) -> None:
    seeded.execute("UPDATE regions SET name = 'Elsewhere' WHERE id = 1")
    assert seeds.load(seeded, SQL).files[0] == SeedFile("010_regions.sql", "regions", 0, 1, 0, 7)
    assert values(seeded, "SELECT name FROM regions WHERE id = 1") == ["Oravelle"]


def test_load_keeps_what_the_market_made_of_a_price(seeded: psycopg.Connection) -> None:
    seeded.execute("UPDATE market_prices SET average_price = 7 WHERE module_type_id = 1000")
    assert not seeds.load(seeded, SQL).is_changed
    assert values(
        seeded, "SELECT average_price FROM market_prices WHERE module_type_id = 1000"
    ) == [7]


@pytest.mark.parametrize(
    ("text", "counts"),
    [
        ("INSERT INTO fruit VALUES (2, 'fig'), (3, 'plum');", (2, 0, 0, 0)),
        (f"INSERT INTO fruit VALUES (1, 'pear'), (2, 'fig') {PUT_RIGHT}", (1, 1, 0, 0)),
        ("INSERT INTO fruit VALUES (1, 'pear') ON CONFLICT DO NOTHING;", (0, 0, 0, 1)),
        ("INSERT INTO fruit SELECT n, 'fig' FROM generate_series(5, 7) AS n;", (3, 0, 0, 0)),
        ("UPDATE fruit SET name = 'pear';", (0, 1, 0, 0)),
        ("DELETE FROM fruit WHERE id = 1;", (0, 0, 1, 0)),
        ("SELECT setval('basket', 9);", (0, 0, 0, 0)),
        (f"DELETE FROM fruit; {APPLE}", (1, 0, 1, 0)),
        (
            "WITH gone AS (DELETE FROM fruit RETURNING id) INSERT INTO fruit"
            " SELECT id + 1, 'fig' FROM gone;",
            (1, 0, 1, 0),
        ),
    ],
    ids=["insert", "put right", "nothing", "select", "update", "delete", "call", "two", "with"],
)
def test_load_counts_rows(
    garden: psycopg.Connection, write: Write, text: str, counts: tuple[int, int, int, int]
) -> None:
    garden.execute("CREATE SEQUENCE basket")
    garden.execute(APPLE.encode())
    (file,) = seeds.load(garden, write(text)).files
    assert (file.inserted, file.updated, file.deleted, file.unchanged) == counts


def test_load_runs_files_by_name(garden: psycopg.Connection, write: Write) -> None:
    result = seeds.load(garden, write(APPLE, "UPDATE fruit SET name = 'pear'", "SELECT 1"))
    assert [file.file for file in result.files] == ["a.sql", "b.sql", "c.sql"]
    assert values(garden, "SELECT name FROM fruit") == ["pear"]


def test_load_passes_over_hidden_files(garden: psycopg.Connection, write: Write) -> None:
    """Editors lock a file with a link to nowhere beside it."""
    sql = write(APPLE)
    (sql / "seeds/.#a.sql").symlink_to("ann@host.4711")
    (sql / "seeds/._a.sql").write_bytes(b"\0\xff")
    assert [file.file for file in seeds.load(garden, sql).files] == ["a.sql"]


def test_load_of_a_failing_file_leaves_nothing(garden: psycopg.Connection, write: Write) -> None:
    with pytest.raises(MigrationError):
        seeds.load(garden, write(APPLE, "INSERT INTO fruit VALUES (2, '')"))
    assert values(garden, "SELECT id FROM fruit") == []


def test_load_shows_place_state_and_detail_of_a_refusal(
    garden: psycopg.Connection, write: Write
) -> None:
    text = "-- A fruit.\n\nSELECT 1;\n\nINSERT INTO fruit VALUES (2, '');"
    with pytest.raises(MigrationError) as caught:
        seeds.load(garden, write(text))
    first, detail = caught.value.message.splitlines()
    assert "seeds/a.sql:5: " in first
    assert "fruit_name_check" in first
    assert first.endswith("(SQLSTATE 23514)")
    assert detail == "  detail: Failing row contains (2, )."


def test_load_points_at_the_value_that_is_refused(garden: psycopg.Connection, write: Write) -> None:
    text = "-- Früchte.\nINSERT INTO fruit VALUES\n(1, 'äpfel'),\n('one', 'fig');"
    with pytest.raises(MigrationError, match=r"a\.sql:4:2: invalid input syntax") as caught:
        seeds.load(garden, write(text))
    assert caught.value.message.endswith("\n    ('one', 'fig');\n     ^")


def test_load_passes_on_the_hint_of_postgresql(garden: psycopg.Connection, write: Write) -> None:
    with pytest.raises(MigrationError) as caught:
        seeds.load(garden, write("UPDATE fruit SET name = fruit.nam"))
    assert caught.value.hint == 'Perhaps you meant to reference the column "fruit.name".'


def test_load_names_the_command_that_brings_a_missing_column(
    garden: psycopg.Connection, write: Write
) -> None:
    with pytest.raises(MigrationError) as caught:
        seeds.load(garden, write("INSERT INTO fruit (id, colour) VALUES (1, 'red')"))
    assert "echoes-schema up" in caught.value.hint


def test_load_without_the_schema_says_to_apply_it(empty: psycopg.Connection) -> None:
    with pytest.raises(MigrationError, match='relation "regions" does not exist') as caught:
        seeds.load(empty, SQL)
    assert caught.value.hint == "Apply the schema first: run `echoes-schema up`."


@pytest.mark.parametrize(
    "command",
    [
        "CREATE TABLE nut ()",
        "DROP TABLE fruit",
        "TRUNCATE fruit",
        "COMMIT",
        "ROLLBACK",
        "SET search_path = x",
        "DO $$BEGIN END$$",
        "SELECT 1 AS id INTO nut",
        "CREATE TABLE nut AS SELECT 1 AS id",
        "EXPLAIN SELECT 1",
        "COPY fruit FROM PROGRAM 'true'",
    ],
)
def test_load_refuses_what_is_not_data(
    garden: psycopg.Connection, write: Write, command: str
) -> None:
    """The place is named, and the file before it has not run."""
    with pytest.raises(FileError, match=r"seeds/b\.sql:3:3: .* … is not data"):
        seeds.load(garden, write(APPLE, f"SELECT 1;\n-- No.\n  {command};"))
    assert values(garden, "SELECT id FROM fruit") == []


@pytest.mark.parametrize(
    ("texts", "message"),
    [
        ((), r"seeds: no seed files"),
        (("-- Nothing yet.\n",), r"a\.sql: no statement"),
        (("INSERT INTO fruit;",), r"a\.sql:1:18: syntax error"),
    ],
    ids=["empty folder", "no statement", "syntax"],
)
def test_load_refuses_files_that_are_no_seeds(
    garden: psycopg.Connection, write: Write, texts: tuple[str, ...], message: str
) -> None:
    with pytest.raises(FileError, match=message) as caught:
        seeds.load(garden, write(*texts))
    assert caught.value.hint


def test_load_without_a_folder_names_it(garden: psycopg.Connection, tmp_path: Path) -> None:
    with pytest.raises(FileError, match="seeds: no folder") as caught:
        seeds.load(garden, tmp_path)
    assert "--sql" in caught.value.hint


def test_load_on_a_lost_connection_blames_the_server(
    garden: psycopg.Connection, write: Write
) -> None:
    with pytest.raises(ServerError, match="terminat"):
        seeds.load(garden, write("SELECT pg_terminate_backend(pg_backend_pid())"))


def wait_for_lock(connection: psycopg.Connection) -> str:
    """Return the kind of lock that another session of this database waits for."""
    query = "SELECT locktype FROM pg_locks WHERE NOT granted AND pid IN (SELECT pid FROM"
    query += " pg_stat_activity WHERE datname = current_database())"
    until = monotonic() + 20
    while monotonic() < until:
        if found := values(connection, query):
            return str(found[0])
        sleep(0.01)
    raise AssertionError("nobody waits")


def test_load_waits_for_another_load_and_then_sees_its_rows(
    garden: psycopg.Connection, second: psycopg.Connection, write: Write
) -> None:
    second.execute("SET default_transaction_isolation = 'repeatable read'")
    folder = write(APPLE.replace(";", PUT_RIGHT))
    with ThreadPoolExecutor() as pool:
        with garden.transaction():
            seeds.load(garden, folder)
            later = pool.submit(seeds.load, second, folder)
            assert wait_for_lock(garden) == "advisory"
        assert later.result().files == (SeedFile("a.sql", "fruit", 0, 0, 0, 1),)


def test_load_does_not_wait_for_ever(garden: psycopg.Connection, write: Write) -> None:
    seeds.load(garden, write("INSERT INTO fruit SELECT 1, current_setting('lock_timeout')"))
    assert values(garden, "SELECT name FROM fruit") == ["30s"]


def test_load_gives_up_on_a_row_that_somebody_holds(
    garden: psycopg.Connection, second: psycopg.Connection, write: Write
) -> None:
    second.execute("SET lock_timeout = '50ms'")
    garden.execute(APPLE.encode())
    with garden.transaction():
        garden.execute("UPDATE fruit SET name = 'pear'")
        with pytest.raises(MigrationError, match="55P03") as caught:
            seeds.load(second, write("DELETE FROM fruit"))
    assert caught.value.hint.startswith("Another session holds these rows")


def test_seed_run_twice_at_once_succeeds_twice(
    migrated: psycopg.Connection, run: Run, url: Url
) -> None:
    with ThreadPoolExecutor() as pool:
        ends = list(pool.map(lambda _: run("seed", database=url(migrated)), range(2)))
    assert [end.returncode for end in ends] == [0, 0]
    assert sorted(end.stdout.splitlines()[-1] for end in ends) == [
        f"{TOTAL} inserted, 0 updated, 0 deleted, 0 unchanged in 6 files",
        f"nothing changed: all {TOTAL} rows were there",
    ]


def test_seed_prints_json(seeded: psycopg.Connection, run: Run, url: Url) -> None:
    output = json.loads(run("seed", "--format", "json", database=url(seeded)).stdout)
    assert output["version"] == 1
    assert len(output["seeds"]) == 6
    assert output["seeds"][0] == {
        "file": "010_regions.sql",
        "table": "regions",
        "inserted": 0,
        "updated": 0,
        "deleted": 0,
        "unchanged": 8,
    }


def test_seed_without_the_schema_ends_with_2(empty: psycopg.Connection, run: Run, url: Url) -> None:
    end = run("seed", database=url(empty))
    assert end.returncode == 2
    assert end.stdout == ""
    assert "010_regions.sql:8" in end.stderr
    assert "hint: Apply the schema first" in end.stderr


def test_table_keeps_text_that_looks_like_a_number() -> None:
    assert table(("id", "rows"), [("0007", 5), ("1e5", 10)]) == (
        "id      rows\n0007       5\n1e5       10"
    )


def test_table_without_rows_shows_its_headers() -> None:
    assert table(("id", "rows"), []).split() == ["id", "rows"]
