"""The same database reads the same for everybody, under whatever settings and from any role."""

from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from psycopg import conninfo, sql

from echoes_schema import catalog
from echoes_schema.compare import Judging, between, compare

HERE = Path(__file__).parent
SETTINGS = {
    "search_path": "realm, pg_catalog, public",
    "TimeZone": "Asia/Tokyo",
    "DateStyle": "German, DMY",
    "IntervalStyle": "iso_8601",
    "bytea_output": "escape",
    "extra_float_digits": "-15",
    "quote_all_identifiers": "on",
    "standard_conforming_strings": "off",
    "escape_string_warning": "off",
    "backslash_quote": "on",
    "array_nulls": "off",
    "lc_messages": "C",
    "lc_numeric": "C",
    "lc_monetary": "C",
    "lc_time": "C",
    "client_encoding": "LATIN1",
    "default_transaction_read_only": "on",
    "default_transaction_isolation": "serializable",
    "default_toast_compression": "pglz",
    "row_security": "off",
    "transform_null_equals": "on",
    "xmlbinary": "hex",
    "enable_nestloop": "off",
    "enable_hashjoin": "off",
    "work_mem": "64kB",
}


@pytest.fixture
def realm(empty: psycopg.Connection) -> psycopg.Connection:
    """Return a connection to the database of realm.sql."""
    empty.execute((HERE / "realm.sql").read_bytes())
    return empty


def connected(realm: psycopg.Connection, role: str = "") -> psycopg.Connection:
    target = {"dbname": realm.info.dbname, "password": realm.info.password}
    dsn = conninfo.make_conninfo(realm.info.dsn, **target)
    return psycopg.connect(dsn, autocommit=True, options=f"-c role={role}" if role else "")


@pytest.fixture
def nobody(realm: psycopg.Connection) -> Iterator[str]:
    """Return the name of a role that may connect and no more."""
    name = f"nobody_{realm.info.dbname}"
    realm.execute(sql.SQL("CREATE ROLE {}").format(sql.Identifier(name)))
    yield name
    realm.execute(sql.SQL("DROP ROLE {}").format(sql.Identifier(name)))


@pytest.mark.parametrize("name", SETTINGS)
def test_setting_of_the_database_changes_nothing(realm: psycopg.Connection, name: str) -> None:
    before = catalog.read(realm)
    alter = sql.SQL("ALTER DATABASE {} SET {} = {}").format(
        sql.Identifier(realm.info.dbname),
        sql.Identifier(name),
        sql.SQL(SETTINGS[name]) if name == "search_path" else sql.Literal(SETTINGS[name]),
    )
    realm.execute(alter)
    with connected(realm) as connection:
        assert catalog.read(connection) == before


def test_role_that_may_only_connect_finds_no_difference(
    realm: psycopg.Connection, nobody: str
) -> None:
    with connected(realm, nobody) as connection:
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            connection.execute("SELECT FROM realm.regions")
        seen = catalog.read(connection)
    judging = Judging((False, False))
    assert compare(catalog.read(realm), seen, wording=between("A", "B"), judging=judging) == ()
    assert compare(seen, catalog.read(realm), wording=between("A", "B"), judging=judging) == ()


def test_bytes_of_a_trigger_that_are_no_utf_8_are_read(empty: psycopg.Connection) -> None:
    name = f"{empty.info.dbname}_latin"
    create = "CREATE DATABASE {} TEMPLATE template0 ENCODING 'LATIN1' LC_COLLATE 'C' LC_CTYPE 'C'"
    empty.execute(sql.SQL(create).format(sql.Identifier(name)))
    dsn = conninfo.make_conninfo(empty.info.dsn, dbname=name, password=empty.info.password)
    try:
        with psycopg.connect(dsn, autocommit=True, client_encoding="UTF8") as latin:
            latin.execute(
                "CREATE TABLE t (id integer); COMMENT ON TABLE t IS 'für alle';"
                "CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NULL; END';"
                "CREATE TRIGGER g AFTER INSERT ON t FOR EACH ROW EXECUTE FUNCTION f('für')"
            )
            (table,) = catalog.read(latin).tables
        assert table.comment == "für alle"
        assert table.triggers[0].arguments == ("'f\\xfcr'",)
    finally:
        empty.execute(sql.SQL("DROP DATABASE {}").format(sql.Identifier(name)))
