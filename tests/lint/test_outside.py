"""What the server refuses inside a transaction, and what it does not."""

from pathlib import Path
from typing import LiteralString

import psycopg
import pytest

from echoes_schema.migrations.layouts.foreign import runs_outside
from echoes_schema.parser import statements
from tests.lint.project import report, rules, write

CASES: list[LiteralString] = [
    "VACUUM",
    "ANALYZE",
    "CLUSTER",
    "CLUSTER pg_class USING pg_class_oid_index",
    "DISCARD ALL",
    "DISCARD PLANS",
    "ALTER SYSTEM SET work_mem = '4MB'",
    "CREATE DATABASE nowhere",
    "ALTER DATABASE nowhere SET TABLESPACE nowhere",
    "ALTER DATABASE nowhere CONNECTION LIMIT 1",
    "DROP DATABASE nowhere",
    "CREATE TABLESPACE nowhere LOCATION '/nowhere'",
    "DROP TABLESPACE nowhere",
    "REINDEX SCHEMA public",
    "REINDEX TABLE nowhere",
    "REINDEX TABLE CONCURRENTLY nowhere",
    "DROP INDEX CONCURRENTLY nowhere",
    "CREATE SUBSCRIPTION s CONNECTION 'a' PUBLICATION p",
    "CREATE SUBSCRIPTION s CONNECTION 'dbname=a' PUBLICATION p WITH (connect = false)",
    "DROP OWNED BY nobody",
]


@pytest.mark.parametrize("text", CASES)
def test_server_says_the_same(text: LiteralString, empty: psycopg.Connection) -> None:
    [statement] = statements.parsed(text)
    code = ""
    with empty.transaction(force_rollback=True):
        try:
            empty.execute(text)
        except psycopg.Error as error:
            code = error.sqlstate or ""
    assert runs_outside(statement) == (code == "25001")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("BEGIN; SELECT 1; COMMIT;", False),
        ("BEGIN; SAVEPOINT a; ROLLBACK TO a; RELEASE a; COMMIT;", False),
        ("BEGIN; SELECT 1; COMMIT AND CHAIN; SELECT 2; COMMIT;", False),
        ("BEGIN; SELECT 1;", True),
        ("COMMIT;", True),
        ("BEGIN; BEGIN; COMMIT;", True),
        ("SAVEPOINT a;", True),
    ],
)
def test_file_by_itself_ends_what_it_begins(text: str, expected: bool, tmp_path: Path) -> None:
    found = rules(report(write(tmp_path, {"alone/a.sql": text}), "alone/a.sql"))
    assert ("a.sql:1 transaction-in-migration" in found) == expected
