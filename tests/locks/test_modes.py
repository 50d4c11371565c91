"""What the toolkit knows of locks and built-in functions is what the server knows."""

import psycopg
import pytest

from echoes_schema.locks import Mode
from echoes_schema.locks.builtins import sections
from tests.harness import server

FUNCTIONS = """
SELECT proname, bool_or(provolatile = 'v') FROM pg_proc
WHERE pronamespace = 'pg_catalog'::regnamespace AND prokind = 'f'
    AND prorettype <> ALL ('{internal,trigger,event_trigger,cstring,fdw_handler}'::regtype[])
    AND prorettype <> ALL ('{index_am_handler,table_am_handler,tsm_handler}'::regtype[])
    AND prorettype <> 'language_handler'::regtype
    AND NOT proargtypes::oid[] && '{internal,cstring}'::regtype[]::oid[]
GROUP BY proname
"""


@pytest.mark.parametrize("mode", Mode, ids=str)
def test_conflicts_are_the_servers(empty: psycopg.Connection, mode: Mode) -> None:
    empty.execute("CREATE TABLE a ()")
    refused = set()
    with psycopg.connect(server.url(empty)) as other:
        other.execute(f"LOCK TABLE a IN {mode} MODE".encode())
        for wanted in Mode:
            try:
                empty.execute(f"BEGIN; LOCK TABLE a IN {wanted} MODE NOWAIT".encode())
            except psycopg.errors.LockNotAvailable:
                refused.add(wanted)
            empty.execute("ROLLBACK")
    assert refused == {wanted for wanted in Mode if mode.conflicts(wanted)}


def test_names_are_the_servers(empty: psycopg.Connection) -> None:
    empty.execute("CREATE TABLE a ()")
    for mode in Mode:
        with empty.transaction(force_rollback=True):
            empty.execute(f"LOCK TABLE a IN {mode} MODE".encode())
            query = "SELECT mode FROM pg_locks WHERE relation = 'a'::regclass"
            row = empty.execute(query).fetchone()
            assert row
            assert Mode.of(row[0]) is mode


@pytest.mark.parametrize(
    ("mode", "blocks"),
    [
        (Mode.ROW_EXCLUSIVE, "DDL only"),
        (Mode.SHARE_UPDATE_EXCLUSIVE, "DDL only"),
        (Mode.SHARE, "writes"),
        (Mode.EXCLUSIVE, "writes"),
        (Mode.ACCESS_EXCLUSIVE, "reads and writes"),
    ],
)
def test_what_a_lock_blocks_is_told_in_plain_words(mode: Mode, blocks: str) -> None:
    assert mode.blocks == blocks


def test_volatile_functions_are_the_servers(empty: psycopg.Connection) -> None:
    known = sections()
    for name, is_volatile in empty.execute(FUNCTIONS):
        assert (name in known["volatile"]) is is_volatile
        assert not (is_volatile and name in known["not volatile"])


def test_types_are_no_domains(empty: psycopg.Connection) -> None:
    query = "SELECT typname FROM pg_type WHERE typname = ANY (%s) AND typtype <> 'd'"
    known = sections()["types"]
    assert {row[0] for row in empty.execute(query, [list(known)])} == known
