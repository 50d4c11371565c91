"""The catalogue is read in a handful of queries, by anybody, and without leaving a trace."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psycopg
import pytest

from echoes_schema import catalog, dictionary
from echoes_schema.errors import ServerError
from echoes_schema.schema import Exclusion, Other

IDLE = psycopg.pq.TransactionStatus.IDLE
EXTENSIONS = ("vector", "citext", "pgcrypto", "btree_gist")


@pytest.fixture
def nobody(migrated: psycopg.Connection) -> Iterator[psycopg.Connection]:
    """Return a connection as a role that may only connect, read-only."""
    role = f"nobody_{migrated.info.dbname}"
    migrated.execute(f'CREATE ROLE "{role}"; REVOKE ALL ON SCHEMA public FROM PUBLIC'.encode())
    migrated.execute(f'SET ROLE "{role}"; SET default_transaction_read_only = on'.encode())
    yield migrated
    migrated.execute("RESET ALL")
    migrated.execute("RESET ROLE")
    migrated.execute(f'DROP ROLE "{role}"'.encode())


def statements(connection: psycopg.Connection) -> int:
    """Return how many statements the server is sent for one reading."""
    sent = []

    class Counting(psycopg.Cursor[Any]):
        def execute(self, query: Any, *args: Any, **kwargs: Any) -> "Counting":
            sent.append(query)
            return super().execute(query, *args, **kwargs)

    connection.cursor_factory = Counting
    catalog.read(connection)
    connection.cursor_factory = psycopg.Cursor
    return len(sent)


def test_queries_do_not_grow_with_the_tables(migrated: psycopg.Connection) -> None:
    before = statements(migrated)
    for number in range(30):
        migrated.execute(f"CREATE TABLE t{number} (id integer PRIMARY KEY)".encode())
    assert statements(migrated) == before
    assert before <= 40


def test_role_that_may_only_connect_reads_the_same(nobody: psycopg.Connection) -> None:
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        nobody.execute("SELECT FROM public.users")
    seen = catalog.read(nobody)
    nobody.execute("RESET ROLE")
    assert seen == catalog.read(nobody)
    assert len(seen.tables) >= 12


@pytest.mark.parametrize(
    "setting",
    [
        "search_path = pg_catalog, public",
        "TimeZone = 'America/New_York'",
        "DateStyle = 'SQL, DMY'",
        "IntervalStyle = 'iso_8601'",
        "quote_all_identifiers = on",
        "bytea_output = 'escape'",
        "extra_float_digits = 0",
        "jit_above_cost = 0",
    ],
)
def test_settings_of_the_session_change_nothing(migrated: psycopg.Connection, setting: str) -> None:
    migrated.execute(
        "CREATE TABLE t (m timestamptz DEFAULT '2026-01-31 12:00+00', d date DEFAULT '2026-02-01',"
        "i interval DEFAULT '1 day 2 hours', b bytea DEFAULT 'abc', f float8 DEFAULT 0.1 + 0.2)"
    )
    before = catalog.read(migrated)
    migrated.execute(f"SET {setting}".encode())
    assert catalog.read(migrated) == before


def test_settings_of_the_session_stay(migrated: psycopg.Connection) -> None:
    migrated.execute("SET search_path = public; SET jit = on")
    catalog.read(migrated)
    row = migrated.execute(
        "SELECT current_setting('search_path'), current_setting('jit')"
    ).fetchone()
    assert row == ("public", "on")


def test_bookkeeping_is_left_out(migrated: psycopg.Connection) -> None:
    migrated.execute("DROP SCHEMA IF EXISTS echoes_schema CASCADE")
    before = catalog.read(migrated)
    migrated.execute("CREATE SCHEMA echoes_schema CREATE TABLE journal (id integer)")
    assert catalog.read(migrated) == before


def test_extension_is_named_and_its_objects_are_not(empty: psycopg.Connection) -> None:
    row = empty.execute(
        "SELECT name FROM pg_available_extensions WHERE name = ANY (%s)", [list(EXTENSIONS)]
    ).fetchone()
    if row is None:
        pytest.skip("this server has none of the extensions")
    empty.execute(f"CREATE EXTENSION {row[0]}".encode())
    schema = catalog.read(empty)
    assert [(other.kind, other.name) for other in schema.others] == [("extension", row[0])]
    assert (schema.tables, schema.views, schema.functions) == ((), (), ())


def test_privileges_on_what_an_extension_brings_are_read_where_they_are_others(
    empty: psycopg.Connection,
) -> None:
    # One that somebody makes without files of its own: what is added to plpgsql is a part of it.
    empty.execute("CREATE VIEW v AS SELECT 1 AS one; GRANT SELECT ON v TO PUBLIC")
    empty.execute("CREATE TABLE t (id integer)")
    empty.execute("ALTER EXTENSION plpgsql ADD VIEW v; ALTER EXTENSION plpgsql ADD TABLE t")
    assert catalog.read(empty).others == ()
    empty.execute("GRANT SELECT ON t TO pg_monitor; REVOKE ALL ON v FROM PUBLIC")
    assert [one.name for one in catalog.read(empty).others if one.kind == "privileges"] == [
        "of PUBLIC on view v",
        "of pg_monitor on table t",
    ]


def test_empty_database_holds_nothing(empty: psycopg.Connection) -> None:
    assert catalog.read(empty) == catalog.read(empty)
    assert catalog.read(empty).tables == ()
    assert catalog.read(empty).others == ()


def test_database_without_the_public_schema_is_read(empty: psycopg.Connection) -> None:
    empty.execute("DROP SCHEMA public; CREATE SCHEMA app CREATE TABLE t (id integer)")
    schema = catalog.read(empty)
    assert [table.name for table in schema.tables] == ["app.t"]
    assert schema.others == (Other("dropped schema", "public"), Other("schema", "app"))


def test_transaction_in_progress_is_refused(migrated: psycopg.Connection) -> None:
    with migrated.transaction(), pytest.raises(ServerError, match="in the middle"):
        catalog.read(migrated)


def test_refusal_of_the_server_leaves_the_connection_idle(migrated: psycopg.Connection) -> None:
    blocker = "LOCK TABLE pg_catalog.pg_trigger"
    migrated.execute("SET lock_timeout = '10ms'")
    with psycopg.connect(migrated.info.dsn, password=migrated.info.password) as other:
        other.execute(blocker)
        with pytest.raises(ServerError, match="lock timeout"):
            catalog.read(migrated)
    assert migrated.info.transaction_status == IDLE


def test_key_of_a_partition_behind_a_mere_index_of_its_table_is_read(
    empty: psycopg.Connection,
) -> None:
    empty.execute("CREATE TABLE t (id integer NOT NULL) PARTITION BY LIST (id)")
    empty.execute("CREATE UNIQUE INDEX i ON t (id)")
    empty.execute("CREATE TABLE p (id integer CONSTRAINT k PRIMARY KEY)")
    empty.execute("ALTER TABLE t ATTACH PARTITION p FOR VALUES IN (1)")
    partition, table = catalog.read(empty).tables
    assert [key.name for key in partition.constraints] == ["k"]
    assert partition.indexes == ()
    assert [index.name for index in table.indexes] == ["i"]


def test_replica_identity_names_an_index_that_a_partition_has_from_its_table(
    empty: psycopg.Connection,
) -> None:
    empty.execute("CREATE TABLE t (id integer PRIMARY KEY) PARTITION BY LIST (id)")
    empty.execute("CREATE TABLE p PARTITION OF t FOR VALUES IN (1)")
    empty.execute("ALTER TABLE p REPLICA IDENTITY USING INDEX p_pkey")
    partition = catalog.read(empty).tables[0]
    assert "replica identity using p_pkey" in partition.options


def test_replica_identity_by_an_index_that_was_dropped_is_nothing(
    empty: psycopg.Connection,
) -> None:
    empty.execute("CREATE TABLE t (id integer NOT NULL UNIQUE)")
    empty.execute("ALTER TABLE t REPLICA IDENTITY USING INDEX t_id_key")
    empty.execute("ALTER TABLE t DROP CONSTRAINT t_id_key")
    assert catalog.read(empty).tables[0].options == ("replica identity nothing",)


def test_operator_that_is_only_named_as_a_negator_is_none(empty: psycopg.Connection) -> None:
    empty.execute(
        "CREATE OPERATOR === (LEFTARG = boolean, RIGHTARG = boolean, FUNCTION = booleq, "
        "NEGATOR = !==)"
    )
    found = catalog.read(empty).others
    assert [one.name for one in found] == ["===(boolean,boolean)"]
    assert ("negator", "public.!==(boolean,boolean)") in found[0].facts


OPERATORS = """\
CREATE SCHEMA {0};
CREATE OPERATOR {0}.=== (LEFTARG = integer, RIGHTARG = integer, FUNCTION = int4eq,
    COMMUTATOR = OPERATOR({0}.===));
CREATE OPERATOR CLASS {0}.class FOR TYPE integer USING btree AS OPERATOR 1 <, OPERATOR 2 <=,
    OPERATOR 3 {0}.===, OPERATOR 4 >=, OPERATOR 5 >, FUNCTION 1 btint4cmp(integer, integer)
"""


def test_operator_of_an_exclusion_is_named_with_its_schema(
    empty: psycopg.Connection, tmp_path: Path
) -> None:
    """One of another schema that is called alike is another one."""
    empty.execute("CREATE TABLE t (a integer)")
    for schema in ("one", "two"):
        empty.execute(OPERATORS.format(schema).encode())
        excluded = f"EXCLUDE USING btree (a {schema}.class WITH OPERATOR({schema}.===))"
        empty.execute(f"ALTER TABLE t ADD CONSTRAINT {schema} {excluded}".encode())
    read = catalog.read(empty)
    found = [one for one in read.tables[0].constraints if isinstance(one, Exclusion)]
    operators = [operator for one in found for _, operator in one.keys]
    assert operators == ["OPERATOR(one.===)", "OPERATOR(two.===)"]
    (tmp_path / "page.md").write_text(dictionary.write(read, "Page"), "utf-8")
    assert dictionary.read(tmp_path, empty.info.server_version).schema.tables == read.tables
