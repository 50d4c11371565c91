"""Prepared transactions hold locks without a session."""

import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from echoes_schema import database, embedded
from echoes_schema.errors import MigrationError
from echoes_schema.impact import holders
from echoes_schema.locks import Mode
from echoes_schema.migrations import runner, snapshots
from echoes_schema.migrations.runner import Options
from echoes_schema.migrations.sessions import Session
from tests.harness.server import FAST, temporary_home


@pytest.fixture
def holding() -> Iterator[psycopg.Connection]:
    """Return a connection to a server where the prepared transaction `p` has written to `a`."""
    home = temporary_home()
    url = embedded.start(home, settings=FAST | {"max_prepared_transactions": "2"})
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute("CREATE TABLE a (x int)")
        connection.execute("BEGIN; INSERT INTO a VALUES (1); PREPARE TRANSACTION 'p'")
        yield connection
    embedded.stop(home)
    shutil.rmtree(home)


def test_prepared_transaction_that_a_migration_waits_for_is_named(
    holding: psycopg.Connection, tmp_path: Path
) -> None:
    (tmp_path / "0001_add.sql").write_text("ALTER TABLE a ADD COLUMN y int;\n")
    info = holding.info
    url = psycopg.conninfo.make_conninfo(**info.get_parameters())
    with database.connect(url) as connection, pytest.raises(MigrationError) as caught:
        runner.up(connection, tmp_path, Options(lock_timeout=0.6, lock_retry=0))
    *_, last = caught.value.message.splitlines()
    assert re.fullmatch(r"    blocked by no session, postgres, prepared for \d+ s: p", last)


def test_prepared_transaction_is_named(holding: psycopg.Connection) -> None:
    row = holding.execute("SELECT 'a'::regclass::oid::int").fetchone()
    assert row
    held = holders.read(holding, [row[0]])
    found = holders.in_the_way(held, row[0], Mode.SHARE)
    for [session] in (found, snapshots.older(holding, "a")):
        assert session == Session(0, "postgres", "", "prepared", session.seconds, "p")
        assert str(session).startswith("no session, postgres, prepared for ")
    assert holders.in_the_way(held, row[0], Mode.ROW_EXCLUSIVE) == ()
