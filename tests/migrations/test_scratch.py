"""Throw-away databases: alike, never the real one, and never left behind."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from echoes_schema import database, embedded, scratch
from echoes_schema.errors import MigrationError, ServerError
from echoes_schema.scratch import Where
from tests.harness import server
from tests.migrations.project import ABC, A, B, Project, refusal


def leftovers(project: Project) -> list[str]:
    """Return the throw-away databases of this test."""
    rows = project.connection.execute(
        "SELECT datname FROM pg_database WHERE starts_with(datname, %s)", [scratch.PREFIX]
    )
    return [str(row[0]) for row in rows]


@pytest.fixture(autouse=True)
def own_prefix(monkeypatch: pytest.MonkeyPatch) -> None:
    """Keep tests that run at the same time from sweeping each other's databases."""
    monkeypatch.setattr(scratch, "PREFIX", f"echoes_{os.urandom(4).hex()}_")


def old_name() -> str:
    return f"{scratch.PREFIX}1000000000_{os.urandom(8).hex()}"


def build(project: Project, where: Where, to: str | None = None) -> list[str]:
    """Return the tables that the migrations up to `to` make in a throw-away database."""
    with (
        database.connect(project.url) as connection,
        scratch.migrated(connection, project.sql, where, to=to) as built,
    ):
        rows = built.execute("SELECT oid::regclass::text FROM pg_class WHERE relname IN ('a', 'b')")
        return sorted(str(row[0]) for row in rows.fetchall())


@pytest.fixture
def where(tmp_path: Path) -> Where:
    """Return the choice that a command makes when nobody chose."""
    return Where(None, tmp_path, "18")


@pytest.fixture
def home() -> Iterator[Path]:
    """Return a folder that an embedded server can live in."""
    path = server.temporary_home()
    yield path
    shutil.rmtree(path)


def test_migrations_run_beside_the_database(project: Project, where: Where) -> None:
    project.write(ABC)
    assert build(project, where, to="0001") == ["a"]
    assert (project.tables(), project.history()) == ([], [])


def test_search_path_goes_along(project: Project, where: Where) -> None:
    """A database whose tables belong into another schema gets them there."""
    project.write(A, {"0002_x": "CREATE SCHEMA app;", "0003_b": "CREATE TABLE b ();"})
    name = project.connection.info.dbname
    project.connection.execute(f'ALTER DATABASE "{name}" SET search_path TO app, public'.encode())
    assert build(project, where) == ["a", "b"]
    with (
        database.connect(project.url) as connection,
        scratch.migrated(connection, project.sql, where) as built,
    ):
        assert built.execute("SELECT 'app.b'::regclass::text").fetchone() == ("b",)


def test_database_is_gone_after_a_failure(project: Project, where: Where) -> None:
    project.write(A, {"0002_b": "SELECT nothing;"})
    message = refusal(lambda: build(project, where)).message
    assert message.startswith("the migrations do not build a new database: ")
    assert '0002_b.sql:1:8: column "nothing" does not exist' in message
    assert leftovers(project) == []


def test_database_is_gone_after_an_interruption(project: Project) -> None:
    def stop() -> None:
        with scratch.database(project.url):
            assert len(leftovers(project)) == 1
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        stop()
    assert leftovers(project) == []


def test_database_is_gone_though_a_session_stays(project: Project) -> None:
    with scratch.database(project.url) as built:
        name = built.info.dbname
        other = psycopg.connect(server.url(built))
    assert name not in leftovers(project)
    other.close()


def test_what_a_killed_one_left_is_dropped(project: Project) -> None:
    name = old_name()
    project.connection.execute(f"CREATE DATABASE {name}".encode())
    with scratch.database(project.url):
        assert name not in leftovers(project)


@pytest.mark.parametrize("name", ["1000000000_{}x", "9999999999_{}", "of_mine_{}"])
def test_other_names_and_young_ones_are_left_alone(project: Project, name: str) -> None:
    name = scratch.PREFIX + name.format(os.urandom(8).hex())
    project.connection.execute(f"CREATE DATABASE {name}".encode())
    try:
        with scratch.database(project.url):
            assert name in leftovers(project)
    finally:
        project.connection.execute(f"DROP DATABASE {name}".encode())


def test_one_in_use_is_left_alone(project: Project) -> None:
    name = old_name()
    project.connection.execute(f"CREATE DATABASE {name}".encode())
    user = psycopg.connect(project.url, dbname=name)
    with scratch.database(project.url):
        assert name in leftovers(project)
    user.close()
    project.connection.execute(f"DROP DATABASE {name} WITH (FORCE)".encode())


@pytest.mark.parametrize(
    "statement",
    ["CREATE ROLE r", "ALTER DATABASE d SET jit TO off", "GRANT CONNECT ON DATABASE d TO public"],
)
def test_statement_for_the_whole_server_is_not_repeated_on_it(
    project: Project, tmp_path: Path, statement: str
) -> None:
    project.write(A, {"0002_r": f"{statement};"})
    nowhere = Where(None, tmp_path, str(tmp_path))
    error = refusal(lambda: build(project, nowhere))
    assert "0002_r.sql:1:1: the statement is for the whole server" in error.message
    assert error.hint == "Name a server of that version for it with --scratch URL."
    assert build(project, nowhere, to="0001") == ["a"]


def programs_chosen() -> str:
    """Return which PostgreSQL the tests run on; skip the test where a server was given."""
    choice = os.environ.get(server.CHOICE) or "18"
    if "://" in choice:
        pytest.skip("an embedded server of a given server's version is not known")
    return choice


def test_role_that_may_not_create_needs_another_server(
    project: Project, reader: str, home: Path
) -> None:
    """The embedded one then runs only as long as it is needed."""
    choice = programs_chosen()
    project.write(A, B)
    where = Where(None, home, server.programs(choice))
    with database.connect(project.url) as connection:
        connection.execute(f'SET ROLE "{reader}"'.encode())
        with scratch.migrated(connection, project.sql, where) as built:
            assert str(home) in built.info.host
            running = next(home.glob("scratch-*[!k]"))
    assert not embedded.status(running).is_running


def test_programs_of_another_version_spoil_no_folder(
    project: Project, reader: str, home: Path
) -> None:
    """ECHOES_POSTGRES may name programs that are not those of the database's version."""
    choice = programs_chosen()
    other = embedded.binaries("18" if project.connection.info.server_version < 180000 else "16")
    project.write(A)
    with database.connect(project.url) as connection:
        connection.execute(f'SET ROLE "{reader}"'.encode())
        with (
            pytest.raises(ServerError, match="the throw-away database is on"),
            scratch.migrated(connection, project.sql, Where(None, home, str(other))),
        ):
            pass
        with scratch.migrated(connection, project.sql, Where(None, home, server.programs(choice))):
            pass


def test_folder_is_made_so_that_the_servers_user_can_enter_it(home: Path) -> None:
    """Root's server runs as another user, and root may keep others out of all that he makes."""
    before = os.umask(0o077)
    try:
        with scratch.alone(Where(None, home / "below", "18")) as connection:
            assert str(home) in connection.info.host
    finally:
        os.umask(before)


def test_given_server_is_taken(project: Project, tmp_path: Path) -> None:
    project.write(A)
    assert build(project, Where(project.url, tmp_path, "none")) == ["a"]


def test_unreachable_server_is_told(project: Project, tmp_path: Path) -> None:
    project.write(A)
    with pytest.raises(ServerError, match="cannot connect"):
        build(project, Where("host=/nowhere", tmp_path, "18"))


def test_unreadable_migration_is_told_as_such(project: Project, where: Where) -> None:
    project.write({"0001_a": "BEGIN;"})
    with pytest.raises(MigrationError, match="BEGIN inside a migration"):
        build(project, where)
