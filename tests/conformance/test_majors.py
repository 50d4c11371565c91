"""The same schema on two major versions of PostgreSQL is no difference."""

import os
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from echoes_schema import catalog
from echoes_schema.compare import Judging, between, compare
from tests.harness import server

HERE = Path(__file__).parent
OTHERS = {"18": "15", "16": "18", "15": "18"}
# What one of the versions prints otherwise, or has more of.
QUERIES = """
    CREATE VIEW alone AS SELECT id, name, lower(name) AS l FROM realm.regions r WHERE r.size > 1;
    CREATE VIEW several AS SELECT r.id, count(*) AS n FROM realm.regions r
    LEFT JOIN realm.systems s ON s.region_id = r.id AND s.during && int4range(1, 5)
    WHERE r.code IN ('a', 'b') GROUP BY r.id HAVING count(*) BETWEEN 1 AND 9;
    CREATE VIEW nested AS WITH w AS (SELECT id, name FROM realm.regions)
    SELECT x.id, (SELECT max(w.name) FROM w WHERE w.id = x.id) AS m
    FROM (SELECT id FROM realm.regions UNION ALL SELECT id FROM w) x;
    CREATE VIEW windowed AS SELECT id, row_number() OVER (PARTITION BY code ORDER BY size DESC)
    FROM realm.regions WHERE at > CURRENT_TIMESTAMP - interval '1 day';
    CREATE TABLE open_to (id integer); GRANT ALL ON open_to TO pg_monitor;
    ALTER DEFAULT PRIVILEGES GRANT ALL ON TABLES TO pg_monitor;
    CREATE TRANSFORM FOR integer LANGUAGE plpgsql (FROM SQL WITH FUNCTION realm.out_of(internal));
"""


@pytest.fixture(scope="module")
def server_of_another_version(postgres: str) -> Iterator[str]:
    """Return the URL of a server of another major version; skip without one, fail in CI."""
    with psycopg.connect(postgres) as own:
        major = str(own.info.server_version // 10000)
    try:
        running = server.start(OTHERS.get(major, "18"))
    except server.MissingProgramError as error:
        if os.environ.get("CI"):
            pytest.fail(str(error))
        pytest.skip(str(error))
    try:
        yield running.conninfo
    finally:
        server.stop(running)


@pytest.fixture
def other(server_of_another_version: str) -> Iterator[psycopg.Connection]:
    """Return a connection to a new database there."""
    with psycopg.connect(server_of_another_version, autocommit=True) as connection:
        connection.execute("CREATE DATABASE another TEMPLATE template0")
    with psycopg.connect(
        server_of_another_version, dbname="another", autocommit=True
    ) as connection:
        yield connection
    with psycopg.connect(server_of_another_version, autocommit=True) as connection:
        connection.execute("DROP DATABASE another")


@pytest.mark.parametrize("name", ["realm.sql", "estate.sql", "everything.sql"])
def test_same_schema_on_another_major_version_is_no_difference(
    empty: psycopg.Connection, other: psycopg.Connection, name: str
) -> None:
    for connection in (empty, other):
        connection.execute((HERE / name).read_bytes())
        if name == "realm.sql":
            connection.execute(QUERIES.encode())
    judging = Judging((False, False))
    one, two = catalog.read(empty), catalog.read(other)
    assert compare(one, two, wording=between("A", "B"), judging=judging) == ()
    assert compare(two, one, wording=between("A", "B"), judging=judging) == ()
