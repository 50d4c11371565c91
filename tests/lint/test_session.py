"""Settings and transactions of a session, as PostgreSQL keeps them."""

from pathlib import Path
from typing import LiteralString

import psycopg
import pytest

from echoes_schema.parser import statements
from echoes_schema.replay import Session
from tests.lint.project import report, rules, write

CASES: list[LiteralString] = [
    "SET lock_timeout = '2s'",
    "SET lock_timeout = '2s'; RESET lock_timeout",
    "SET lock_timeout = '2s'; SET lock_timeout TO DEFAULT",
    "SET lock_timeout = '2s'; RESET ALL",
    "SET LOCAL lock_timeout = '2s'",
    "BEGIN; SET LOCAL lock_timeout = '2s'",
    "BEGIN; SET LOCAL lock_timeout = '2s'; COMMIT",
    "BEGIN; SET lock_timeout = '2s'; COMMIT",
    "BEGIN; SET lock_timeout = '2s'; ROLLBACK",
    "SET lock_timeout = '1s'; BEGIN; SET LOCAL lock_timeout = '2s'; COMMIT",
    "BEGIN; SAVEPOINT s; SET lock_timeout = '2s'; ROLLBACK TO s",
    "BEGIN; SET lock_timeout = '1s'; SAVEPOINT s; SET LOCAL lock_timeout = '2s'; ROLLBACK TO s",
    "BEGIN; SAVEPOINT s; SET lock_timeout = '2s'; RELEASE s",
    "SET lock_timeout = '2s'; DISCARD ALL",
    "SELECT set_config('lock_timeout', '2s', false)",
    "SELECT set_config('lock_timeout', '2s', true)",
    "BEGIN; SELECT set_config('lock_timeout', '2s', true)",
    "BEGIN; SET LOCAL lock_timeout = '2s'; SET lock_timeout = '1s'; COMMIT",
    "BEGIN; SET LOCAL lock_timeout = '2s'; RESET lock_timeout",
    "BEGIN; SET LOCAL lock_timeout = '2s'; COMMIT AND CHAIN",
]


def replayed(text: str) -> Session:
    session = Session()
    for statement in statements.parsed(text):
        session.take(statement)
    return session


@pytest.mark.parametrize("text", CASES)
def test_session_is_the_servers(text: LiteralString, empty: psycopg.Connection) -> None:
    """What is set, and whether a transaction is open, is what PostgreSQL says."""
    for part in text.split("; "):
        empty.execute(part)
    row = empty.execute("SELECT current_setting('lock_timeout')").fetchone()
    is_open = empty.info.transaction_status is psycopg.pq.TransactionStatus.INTRANS
    session = replayed(text)
    found = session.settings.get("lock_timeout", "0"), session.is_in_transaction
    assert row is not None
    assert found == (row[0], is_open)


PATHS: list[LiteralString] = [
    "SET search_path TO audit, public",
    "SET search_path TO audit; RESET search_path",
    "SELECT set_config('search_path', 'audit, public', false)",
    "SELECT set_config('search_path', '', false)",
    "SET search_path TO '$user', \"Audit\"",
    "BEGIN; SET LOCAL search_path TO audit",
    "BEGIN; SET LOCAL search_path TO audit; COMMIT",
    "BEGIN; SAVEPOINT s; SET search_path TO audit; ROLLBACK TO s",
]


@pytest.mark.parametrize("text", PATHS)
def test_search_path_is_the_servers(text: LiteralString, empty: psycopg.Connection) -> None:
    empty.execute('CREATE SCHEMA audit; CREATE SCHEMA "Audit"')
    for part in text.split("; "):
        empty.execute(part)
    row = empty.execute("SELECT current_schemas(false)").fetchone()
    assert row is not None
    assert list(replayed(text).search_path) == row[0]


@pytest.mark.parametrize(
    ("text", "setting"),
    [
        ("SET LOCAL work_mem = '1MB'", "work_mem"),
        ("SET LOCAL search_path TO DEFAULT", "search_path"),
        ("SELECT set_config('work_mem', '1MB', true)", "work_mem"),
        ("SET TRANSACTION ISOLATION LEVEL SERIALIZABLE", "transaction_isolation"),
    ],
)
def test_what_does_nothing_outside_a_transaction_is_found(
    text: LiteralString, setting: LiteralString, tmp_path: Path, empty: psycopg.Connection
) -> None:
    empty.execute("SET search_path TO pg_catalog")
    show = f"SHOW {setting}"
    before = empty.execute(show).fetchone()
    empty.execute(text)
    assert empty.execute(show).fetchone() == before
    outside = {"migrations/0001_a.sql": f"-- transactional: false\n{text};\nVACUUM;"}
    assert rules(report(write(tmp_path, outside))) == ["0001_a.sql:2 set-local-outside"]
    inside = {"migrations/0001_a.sql": f"{text};\nSELECT 1;"}
    assert rules(report(write(tmp_path, inside))) == []


def test_a_transaction_remembers_its_statements_until_it_ends() -> None:
    done = replayed("SELECT 1; BEGIN; SELECT 2; SELECT 3").done
    assert [one.sql for one in done] == ["SELECT 2", "SELECT 3"]
    assert replayed("BEGIN; SELECT 2; COMMIT").done == []
