"""Settings and transactions of a session, as PostgreSQL keeps them."""

from typing import LiteralString

import psycopg
import pytest

from echoes_schema.parser import statements
from echoes_schema.replay import Session

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


def test_a_transaction_remembers_its_statements_until_it_ends() -> None:
    done = replayed("SELECT 1; BEGIN; SELECT 2; SELECT 3").done
    assert [one.sql for one in done] == ["SELECT 2", "SELECT 3"]
    assert replayed("BEGIN; SELECT 2; COMMIT").done == []
