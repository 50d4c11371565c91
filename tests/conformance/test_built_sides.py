"""`diff` of what only files tell of: folders of migrations and dumps, built beside a database."""

import subprocess
from collections.abc import Callable
from pathlib import Path

import psycopg
import pytest

from echoes_schema import sides
from echoes_schema.errors import EchoesError, FileError
from echoes_schema.scratch import Where
from tests.conformance.conftest import HERE, dump_program
from tests.harness.program import Run
from tests.harness.schema import SQL

Url = Callable[[psycopg.Connection], str]
HEAD = "-- Dumped from database version 15.4\n\nSET client_encoding = 'UTF8';\n\n"


@pytest.fixture
def means(empty: psycopg.Connection, url: Url, tmp_path: Path) -> sides.Means:
    """Return the choice to build on the tests' server."""
    return sides.Means(Where(url(empty), tmp_path, "none"))


def dump(connection: psycopg.Connection, url: Url, path: Path, *options: str) -> str:
    program = [dump_program(connection), *options, "--file", str(path), "--dbname", url(connection)]
    subprocess.run(program, capture_output=True, check=True)
    return str(path)


def found(one: str, other: str, means: sides.Means) -> list[str]:
    report = sides.diff(*sides.read(one, other, means))
    return [f"{finding.rule}: {finding.object}" for finding in report.findings]


def test_migrations_database_and_dump_with_rows_are_the_same(
    seeded: psycopg.Connection, url: Url, means: sides.Means, tmp_path: Path
) -> None:
    named = [url(seeded), str(SQL), dump(seeded, url, tmp_path / "dump.sql")]
    for one in named:
        for other in named:
            assert found(one, other, means) == []


@pytest.mark.parametrize("name", ["estate.sql", "everything.sql", "realm.sql", "spellings.sql"])
def test_dump_is_the_database_that_it_is_from(
    empty: psycopg.Connection, url: Url, means: sides.Means, tmp_path: Path, name: str
) -> None:
    empty.execute((HERE / name).read_bytes())
    saved = dump(empty, url, tmp_path / "dump.sql", "--schema-only")
    assert found(saved, url(empty), means) == []


def test_change_since_the_dump_and_the_migrations_is_found(
    migrated: psycopg.Connection, url: Url, means: sides.Means, tmp_path: Path
) -> None:
    saved = dump(migrated, url, tmp_path / "dump.sql")
    migrated.execute("ALTER TABLE users ADD nick text; DROP INDEX idx_stations_system_id")
    expected = ["missing-index: index idx_stations_system_id", "extra-column: column users.nick"]
    assert found(saved, url(migrated), means) == expected
    assert found(str(SQL), url(migrated), means) == expected


def test_setting_of_a_newer_pg_dump_is_passed_over(means: sides.Means, tmp_path: Path) -> None:
    path = tmp_path / "dump.sql"
    path.write_text(f"{HEAD}SET no_such_timeout = 0;\n--\n-- Name: a\n--\nCREATE TABLE a ();\n")
    (dumped, _) = sides.read(str(path), str(path), means)
    assert [table.name for table in dumped.schema.tables] == ["a"]


def test_empty_file_is_the_dump_of_an_empty_database(
    empty: psycopg.Connection, url: Url, means: sides.Means, tmp_path: Path
) -> None:
    (tmp_path / "dump.sql").touch()
    assert found(str(tmp_path / "dump.sql"), url(empty), means) == []


def test_row_that_begins_like_a_statement_is_a_row(means: sides.Means, tmp_path: Path) -> None:
    rows = "--\n-- Data for Name: a\n--\nCOPY public.a (b) FROM stdin;\nCreate user guide\n\\.\n"
    path = tmp_path / "dump.sql"
    path.write_text(f"{HEAD}--\n-- Name: a\n--\nCREATE TABLE public.a (b text);\n{rows}")
    (dumped, _) = sides.read(str(path), str(path), means)
    assert [table.name for table in dumped.schema.tables] == ["a"]


@pytest.mark.parametrize(
    ("text", "message", "hint"),
    [
        ("PGDMP\x01", "dump.sql: an archive of pg_dump", "pg_restore --schema-only"),
        (f"{HEAD}\\connect two\n", "dump.sql:5: the dump is for a whole server", "Dump one"),
        ("create role r;", "dump.sql:1: the dump is for a whole server", "Dump one"),
        (f"{HEAD}--\n-- Name: a\n--\n\nSELECT x;", ':9: column "x" does not', "Load it"),
        (
            f"{HEAD}--\n-- Name: a\n--\nGRANT CREATE ON SCHEMA public TO nobody_here;",
            ':5: role "nobody_here" does not exist',
            "--scratch",
        ),
    ],
)
def test_dump_that_cannot_be_loaded_is_refused_with_its_line(
    means: sides.Means, tmp_path: Path, text: str, message: str, hint: str
) -> None:
    path = tmp_path / "dump.sql"
    path.write_text(text, "latin-1")
    with pytest.raises(FileError) as caught:
        sides.read(str(path), str(SQL), means)
    assert message in caught.value.message
    assert hint in caught.value.hint


def test_program_builds_a_folder_beside_the_database_named(
    migrated: psycopg.Connection, run: Run, url: Url
) -> None:
    done = run("diff", str(SQL), url(migrated))
    assert done.returncode == 0, done.stderr
    assert "sql, built on PostgreSQL" in done.stderr


def test_folder_for_the_whole_server_is_not_run_beside_the_database(
    migrated: psycopg.Connection, url: Url, tmp_path: Path
) -> None:
    (tmp_path / "migrations").mkdir()
    (tmp_path / "migrations/0001_r.sql").write_text("-- A role.\n\nCREATE ROLE beside_r;\n")
    means = sides.Means(Where(None, tmp_path, str(tmp_path)))
    with pytest.raises(EchoesError, match="the statement is for the whole server"):
        sides.read(str(tmp_path), url(migrated), means)
