"""What no comparison looks at is told, and a kind of object that nobody knows cannot pass."""

import json
from collections.abc import Callable
from pathlib import Path

import psycopg
import pytest

from echoes_schema import catalog, conform
from tests.harness.program import Run

Url = Callable[[psycopg.Connection], str]

# Catalogues whose rows are objects with a number of their own, and are read.
READ = {
    *("pg_am", "pg_amop", "pg_amproc", "pg_attrdef", "pg_cast", "pg_class", "pg_collation"),
    *("pg_constraint", "pg_conversion", "pg_default_acl", "pg_enum", "pg_event_trigger"),
    *("pg_extension", "pg_foreign_data_wrapper", "pg_foreign_server", "pg_language"),
    *("pg_namespace", "pg_opclass", "pg_operator", "pg_opfamily", "pg_policy", "pg_proc"),
    *("pg_publication", "pg_publication_namespace", "pg_publication_rel", "pg_rewrite"),
    *("pg_statistic_ext", "pg_subscription", "pg_transform", "pg_trigger", "pg_ts_config"),
    *("pg_ts_dict", "pg_ts_parser", "pg_ts_template", "pg_type", "pg_user_mapping"),
}
# Those of the whole server, and one that is told as not compared.
LEFT_OUT = {
    "pg_auth_members",
    "pg_authid",
    "pg_database",
    "pg_largeobject_metadata",
    "pg_parameter_acl",
    "pg_tablespace",
}
LEFT = {
    "setting of the database": (
        "DO $$ BEGIN EXECUTE format('ALTER DATABASE %I SET work_mem = ''1MB''', "
        "current_database()); END $$",
        "work_mem",
    ),
    "setting of a role in the database": (
        "DO $$ BEGIN EXECUTE format('ALTER ROLE CURRENT_USER IN DATABASE %I SET work_mem = "
        "''1MB''', current_database()); END $$",
        "work_mem for role postgres",
    ),
    "comment of the database": (
        "DO $$ BEGIN EXECUTE format('COMMENT ON DATABASE %I IS ''x''', current_database()); END $$",
        "comment",
    ),
    "connection limit of the database": (
        "DO $$ BEGIN EXECUTE format('ALTER DATABASE %I CONNECTION LIMIT 5', "
        "current_database()); END $$",
        "connection limit",
    ),
    "privileges in the information schema": (
        "REVOKE SELECT ON information_schema.tables FROM PUBLIC",
        "information_schema.tables",
    ),
    "comment on the extension that is there from the start": (
        "COMMENT ON EXTENSION plpgsql IS 'x'",
        "extension plpgsql",
    ),
    "comment on the language that is there from the start": (
        "COMMENT ON LANGUAGE plpgsql IS NULL",
        "language plpgsql",
    ),
    "comment on the catalogue": ("COMMENT ON SCHEMA pg_catalog IS 'x'", "schema pg_catalog"),
    "large objects": ("SELECT lo_create(0), lo_create(0)", "2"),
    "function of the system": (
        "CREATE FUNCTION pg_catalog.mine() RETURNS integer LANGUAGE sql AS 'SELECT 1'",
        "function pg_catalog.mine()",
    ),
    "operator that somebody added to a family of the system": (
        "CREATE FUNCTION f(integer, text) RETURNS boolean LANGUAGE sql AS 'SELECT true';"
        "CREATE OPERATOR <<< (FUNCTION = f, LEFTARG = integer, RIGHTARG = text);"
        "ALTER OPERATOR FAMILY integer_ops USING btree ADD OPERATOR 1 <<< (integer, text)",
        "integer_ops for btree",
    ),
    "table of the system": (
        "CREATE TABLE information_schema.mine (id integer)",
        "table information_schema.mine",
    ),
    "secret of a user mapping": (
        "CREATE FOREIGN DATA WRAPPER w; CREATE SERVER s FOREIGN DATA WRAPPER w;"
        "CREATE USER MAPPING FOR PUBLIC SERVER s OPTIONS (user 'bob', password 'hush')",
        "PUBLIC on server s",
    ),
}


@pytest.mark.parametrize(("change", "name"), LEFT.values(), ids=LEFT)
def test_what_nothing_compares_is_named(empty: psycopg.Connection, change: str, name: str) -> None:
    before = catalog.read(empty)
    assert conform.uncompared(before) == {}
    empty.execute(change.encode())
    (names,) = conform.uncompared(catalog.read(empty)).values()
    assert names == (name,)


def test_materialized_view_without_rows_is_named(empty: psycopg.Connection) -> None:
    empty.execute("CREATE MATERIALIZED VIEW m AS SELECT 1 AS one")
    assert conform.uncompared(catalog.read(empty)) == {}
    empty.execute("REFRESH MATERIALIZED VIEW m WITH NO DATA")
    assert conform.uncompared(catalog.read(empty)) == {
        "materialized view without rows": ("public.m",)
    }


def test_what_belongs_to_the_server_is_named(empty: psycopg.Connection) -> None:
    role = f"roamer_{empty.info.dbname}"
    empty.execute(f"CREATE ROLE {role}; CREATE TABLE t (id integer)".encode())
    try:
        empty.execute(f"ALTER ROLE {role} SET work_mem = '1MB'".encode())
        empty.execute(f"GRANT SELECT ON t TO {role}".encode())
        empty.execute(f"GRANT SET ON PARAMETER work_mem TO {role}".encode())
        empty.execute(f"ALTER DATABASE {empty.info.dbname} OWNER TO {role}".encode())
        empty.execute(f"ALTER DATABASE {empty.info.dbname} IS_TEMPLATE true".encode())
        assert conform.uncompared(catalog.read(empty)) == {
            "owner of the database": (role,),
            "privileges on a parameter": ("work_mem",),
            "property of the database": ("template",),
            "setting of a role": (f"work_mem for role {role}",),
        }
        empty.execute(f"ALTER LANGUAGE plpgsql OWNER TO {role}".encode())
        assert conform.uncompared(catalog.read(empty))["owner of a language"] == ("plpgsql",)
    finally:
        empty.execute(f"ALTER DATABASE {empty.info.dbname} IS_TEMPLATE false".encode())
        empty.execute(f"ALTER DATABASE {empty.info.dbname} OWNER TO CURRENT_USER".encode())
        empty.execute(f"REASSIGN OWNED BY {role} TO CURRENT_USER; DROP OWNED BY {role}".encode())
        empty.execute(f"DROP ROLE {role}".encode())


def test_every_catalogue_of_objects_is_known(empty: psycopg.Connection) -> None:
    rows = empty.execute(
        "SELECT c.relname FROM pg_class AS c INNER JOIN pg_attribute AS a ON c.oid = a.attrelid "
        "WHERE c.relnamespace = 'pg_catalog'::regnamespace AND c.relkind = 'r' "
        "AND a.attname = 'oid' AND a.attnum > 0"
    )
    assert {name for (name,) in rows} - LEFT_OUT == READ


def test_commands_say_what_they_did_not_compare(
    migrated: psycopg.Connection, run: Run, url: Url, tmp_path: Path
) -> None:
    migrated.execute("SELECT lo_create(0)")
    for command in (("check",), ("drift",)):
        done = run(*command, database=url(migrated))
        assert done.returncode == 0, done.stdout
        assert "not compared: large objects: 1\n0 findings in 1" in done.stdout
    report = json.loads(run("check", "--format", "json", database=url(migrated)).stdout)
    assert report["uncompared"] == {"large objects": ["1"]}
    sarif = json.loads(run("check", "--format", "sarif", database=url(migrated)).stdout)
    assert sarif["runs"][0]["properties"] == {"uncompared": {"large objects": ["1"]}}
    junit = run("check", "--format", "junit", database=url(migrated)).stdout
    assert '<skipped message="1" />' in junit


def test_no_secret_is_read(empty: psycopg.Connection) -> None:
    empty.execute(
        "CREATE FOREIGN DATA WRAPPER w OPTIONS (api_token 'hush');"
        "CREATE SERVER s FOREIGN DATA WRAPPER w OPTIONS (host 'a', sslpassword 'hush');"
        "CREATE USER MAPPING FOR PUBLIC SERVER s OPTIONS (user 'bob', keytab 'hush')"
    )
    read = repr(catalog.read(empty))
    assert "host=a" in read
    assert "user=bob" in read
    assert "hush" not in read
