"""No command shows a password that stands in a migration."""

from pathlib import Path

import psycopg
import pytest

from tests.harness.program import Program

SECRET = "hunter2"
LINE = f"ALTER ROLE nobody_here PASSWORD '{SECRET}' LOGIN;\n"
COMMANDS = {
    "up": ["up"],
    "history": ["history", "--format", "json"],
    "plan": ["plan"],
    "plan as JSON": ["plan", "--format", "json"],
}


@pytest.fixture
def telling(sql: Path) -> Path:
    """Return the only file, which says a password."""
    (sql / "indexes/0002_a.sql").unlink()
    file = sql / "migrations/0001_create_a.sql"
    file.write_text(LINE)
    return file


@pytest.mark.parametrize("command", COMMANDS.values(), ids=COMMANDS)
def test_password_of_a_statement_is_not_shown(
    program: Program, telling: Path, command: list[str]
) -> None:
    program("up")
    done = program(*command)
    assert "PASSWORD *********" in done.stdout + done.stderr or command[0] == "history"
    assert SECRET not in done.stdout + done.stderr


def test_password_of_a_file_that_does_not_parse_is_not_shown(
    program: Program, telling: Path
) -> None:
    telling.write_text(f"ALTER ROLE r PASSWORD '{SECRET}' NONSENSE;")
    done = program("up")
    assert "ALTER ROLE r PASSWORD ********* NONSENSE" in done.stderr
    assert SECRET not in done.stderr


def test_password_of_a_connection_is_not_told_by_the_message(
    program: Program, telling: Path
) -> None:
    """PostgreSQL repeats what it could not read of a connection string."""
    given = f"'host=h password=x{SECRET} nonsense'"
    telling.write_text(
        f"-- transactional: false\nCREATE SUBSCRIPTION s CONNECTION {given} PUBLICATION p;"
    )
    done = program("up")
    assert "connection string" in done.stderr
    assert SECRET not in done.stderr + program("history").stdout


def test_difference_of_a_file_shows_no_password(
    program: Program, telling: Path, empty: psycopg.Connection
) -> None:
    telling.write_text(f"SELECT 'postgresql://u:{SECRET}@h', 1;")
    assert program("up").returncode == 0
    telling.write_text(f"SELECT 'postgresql://u:{SECRET}@h', 2;")
    shown = program("status", "--diff").stdout + program("up").stderr
    assert shown.count("+SELECT 'postgresql://u:*******@h', 2;") == 2
    assert SECRET not in shown


def test_difference_of_nothing_but_a_password_is_told(program: Program, telling: Path) -> None:
    telling.write_text("SELECT 'postgresql://u:one@h';")
    program("up")
    telling.write_text("SELECT 'postgresql://u:two@h';")
    assert "0001_create_a: only a password changed" in program("up").stderr


def test_password_in_the_query_of_a_blocker_is_not_shown(
    program: Program, sql: Path, empty: psycopg.Connection, database: str
) -> None:
    empty.execute("CREATE TABLE a (x int)")
    (sql / "migrations/0001_create_a.sql").write_text("ALTER TABLE a ADD COLUMN y int;")
    with psycopg.connect(database) as blocker:
        blocker.execute(f"LOCK TABLE a; SELECT 'password = ''{SECRET}'''")
        done = program("plan"), program("up", "--lock-timeout", "1", "--lock-retry", "0")
        blocker.rollback()
    for one in done:
        assert "LOCK TABLE a; SELECT 'password =" in one.stdout + one.stderr
        assert SECRET not in one.stdout + one.stderr


def test_password_in_a_notice_is_not_shown(program: Program, telling: Path) -> None:
    telling.write_text(f"DO $$ BEGIN RAISE NOTICE 'password = {SECRET}'; END $$;")
    done = program("up")
    assert "NOTICE: password = *******" in done.stderr
