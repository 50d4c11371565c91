"""What is refused as no SQL is what the server's own grammar refuses, and nothing else."""

from itertools import chain

import psycopg
import pytest

from echoes_schema.parser import reading
from echoes_schema.parser.statements import read_text
from tests.harness.schema import ROOT
from tests.rules.examples import CASES

# Syntax up to this version is known here; an older server knows less.
NEWEST = 18
FILES = sorted(chain(ROOT.glob("sql/**/*.sql"), ROOT.glob("tests/lint/cases/**/*.sql")))
# Each has been refused, or taken, by a linter whose parser is not PostgreSQL's.
TEXTS = [
    "SELECT * FROM a, LATERAL (SELECT 1) b",
    'CREATE TABLE t (a int COLLATE "C" DEFAULT 1 CHECK (a > 0) NO INHERIT)',
    "ALTER TABLE t ALTER a SET STORAGE EXTERNAL, ADD EXCLUDE USING gist (b WITH &&)",
    "SELECT a -> 'b' #>> '{c,d}' AS \"select\" FROM t WHERE NOT a ? 'x'",
    "SELECT U&'\\0061' || E'\\'' || $q$'$q$ || B'1' || 'a'\n'b'",
    "CREATE FUNCTION f() RETURNS int LANGUAGE sql BEGIN ATOMIC SELECT 1; SELECT 2; END",
    "CREATE OPERATOR === (LEFTARG = int, RIGHTARG = int, FUNCTION = int4eq)",
    "SELECT 1 FROM t GROUP BY GROUPING SETS ((a), CUBE (b, c)), ROLLUP (d)",
    "ALTER TABLE t DROP CONSTRAINT c\nALTER TABLE t DROP CONSTRAINT d",
    "CREATE TABLE t (a int,)",
    "SELECT 1 +",
    "CREATE TABLE user (a int)",
    "GRANT SELECT ON t",
    "ALTER TABLE t ADD a int b",
    "SELECT 'a' 'b'",
    "CREATE INDEX ON t",
]


def has_verdict(text: str, connection: psycopg.Connection) -> bool:
    """Return whether the server takes a text: only its grammar runs, the first statement fails."""
    with pytest.raises(psycopg.Error) as caught:
        connection.execute(f"SELECT 1 / 0; {text}".encode())
    connection.rollback()
    return caught.value.sqlstate == "22012"


def agrees(text: str, connection: psycopg.Connection) -> bool:
    is_taken = not reading.read(text).refusals
    is_old = connection.info.server_version // 10_000 < NEWEST
    return has_verdict(text, connection) == is_taken or (is_old and is_taken)


@pytest.mark.parametrize("text", TEXTS)
def test_server_gives_the_same_verdict(text: str, empty: psycopg.Connection) -> None:
    assert agrees(text, empty)


def test_server_gives_the_same_verdict_on_files(empty: psycopg.Connection) -> None:
    texts = {path: read_text(path) for path in FILES}
    assert len(texts) > 150
    assert [path for path, text in texts.items() if not agrees(text, empty)] == []


def test_server_gives_the_same_verdict_on_every_example(empty: psycopg.Connection) -> None:
    texts: dict[str, str] = {str(case): case.example.text for case in CASES}
    assert [name for name, text in texts.items() if not agrees(text, empty)] == []
