"""`new --from-diff`: migration files that lead from what a folder builds to another schema."""

from collections.abc import Callable
from pathlib import Path
from shutil import copytree
from subprocess import CompletedProcess

import psycopg
import pytest

from tests.harness.program import Run
from tests.harness.schema import SQL

Url = Callable[[psycopg.Connection], str]
CHANGE = """
ALTER TABLE users ADD nick text, ADD CONSTRAINT nick_form CHECK (nick <> '');
CREATE TABLE guilds (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, name text NOT NULL);
ALTER TABLE stations ADD guild_id bigint REFERENCES guilds (id);
CREATE INDEX stations_guild_id_idx ON stations (guild_id);
ALTER TABLE users ALTER last_login SET NOT NULL;
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return a copy of our migrations that may be added to."""
    copytree(SQL / "migrations", tmp_path / "sql/migrations")
    copytree(SQL / "indexes", tmp_path / "sql/indexes")
    return tmp_path / "sql"


@pytest.fixture
def drafted(
    migrated: psycopg.Connection, run: Run, url: Url, folder: Path
) -> CompletedProcess[str]:
    """Return how the program ended that wrote the migrations."""
    migrated.execute(CHANGE.encode())
    return run(f"--sql={folder}", "new", "add_guilds", "--from-diff", url(migrated))


def test_each_part_is_a_file_with_its_way_back(
    drafted: CompletedProcess[str], folder: Path
) -> None:
    assert drafted.returncode == 0, drafted.stderr
    written = [str(Path(line).relative_to(folder)) for line in drafted.stdout.splitlines()]
    names = [
        "0026_add_guilds",
        "0027_add_guilds_concurrently",
        "0028_add_guilds_validated",
        "0029_add_guilds_finished",
    ]
    both = [f"migrations/{name}{end}" for name in names for end in (".sql", ".rollback.sql")]
    assert written == both
    text = (folder / "migrations/0027_add_guilds_concurrently.sql").read_text("utf-8")
    assert "-- depends: 0026_add_guilds\n-- transactional: false\n\nCREATE INDEX CONC" in text


def test_files_build_the_schema_and_go_back(
    drafted: CompletedProcess[str], migrated: psycopg.Connection, run: Run, url: Url, folder: Path
) -> None:
    assert drafted.returncode == 0, drafted.stderr
    compared = run("diff", str(folder), url(migrated))
    assert compared.returncode == 0, compared.stdout
    verified = run(f"--sql={folder}", "verify", database=url(migrated))
    assert verified.returncode == 0, verified.stdout


def test_linter_finds_no_error_in_the_files(
    drafted: CompletedProcess[str], run: Run, folder: Path
) -> None:
    ways = [line for line in drafted.stdout.splitlines() if "rollback" not in line]
    done = run(f"--sql={folder}", "lint", "--format", "json", *ways)
    assert '"error"' not in done.stdout, done.stdout
    assert ways


def test_rollback_says_what_is_lost(drafted: CompletedProcess[str], folder: Path) -> None:
    text = (folder / "migrations/0026_add_guilds.rollback.sql").read_text("utf-8")
    head, _, _ = text.partition("\n\n")
    assert "-- table guilds: the table's rows are lost." in head.splitlines()
    assert "-- column users.nick: the column's values are lost." in head.splitlines()


def test_what_destroys_data_is_a_comment(
    migrated: psycopg.Connection, run: Run, url: Url, folder: Path
) -> None:
    migrated.execute("ALTER TABLE users ADD nick text, DROP last_login")
    done = run(f"--sql={folder}", "new", "change_users", "--from-diff", url(migrated))
    assert done.returncode == 0, done.stderr
    text = (folder / "migrations/0026_change_users.sql").read_text("utf-8")
    assert "\nALTER TABLE public.users ADD COLUMN nick text;" in text
    assert "\n-- ALTER TABLE public.users DROP COLUMN last_login;" in text


def test_nothing_is_written_where_nothing_differs(
    migrated: psycopg.Connection, run: Run, url: Url, folder: Path
) -> None:
    done = run(f"--sql={folder}", "new", "nothing", "--from-diff", url(migrated))
    assert (done.returncode, done.stdout) == (0, "")
    assert "nothing to do" in done.stderr


def test_index_and_other_layouts_are_refused(
    migrated: psycopg.Connection, run: Run, url: Url, tmp_path: Path
) -> None:
    done = run(f"--sql={tmp_path}", "new", "x", "--index", "--from-diff", url(migrated))
    assert (done.returncode, "exclude each other" in done.stderr) == (2, True)
    (tmp_path / "20260101000000_a.sql").write_text(
        "-- migrate:up\nCREATE TABLE a ();\n-- migrate:down\n"
    )
    options = (f"--sql={tmp_path}", "--layout=dbmate")
    done = run(*options, "new", "x", "--from-diff", url(migrated))
    assert done.returncode == 2
    assert "--from-diff does not write files for dbmate" in done.stderr
