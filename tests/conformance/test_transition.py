"""`diff --sql`: the statements are run on a copy of A, and the program says what came of it."""

import shutil
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from subprocess import CompletedProcess

import psycopg
import pytest

from echoes_schema import catalog
from echoes_schema.compare import between, compare
from tests.conformance.conftest import client_program
from tests.harness.program import Run
from tests.harness.server import EMBEDDED

Url = Callable[[psycopg.Connection], str]
Lead = Callable[..., CompletedProcess[str]]
PROVED = "proved: the statements were run on a throw-away copy of A, and B came of it"


@pytest.fixture
def saved(estate: psycopg.Connection, run: Run, url: Url, tmp_path: Path) -> str:
    """Return a snapshot of the estate before a test changes it: A."""
    path = str(tmp_path / "a.json")
    run("snapshot", "--output", path, database=url(estate)).check_returncode()
    return path


@pytest.fixture
def lead(estate: psycopg.Connection, saved: str, run: Run, url: Url) -> Lead:
    """Return the function that changes the database and runs `diff --sql` from before to after."""

    def changed(sql: str, *options: str) -> CompletedProcess[str]:
        estate.execute(sql.encode())
        return run("diff", "--sql", *options, saved, url(estate))

    return changed


def test_nothing_to_do_is_good(lead: Lead) -> None:
    done = lead("SELECT 1")
    assert (done.returncode, done.stdout) == (0, "")
    assert "proved: there is nothing to do" in done.stderr


def test_statements_are_printed_and_proved(lead: Lead) -> None:
    done = lead("CREATE TABLE app.new (id integer PRIMARY KEY)")
    assert done.returncode == 1, done.stderr
    assert done.stdout == (
        "-- part 1 of 1: in one transaction\n\nBEGIN;\n\nCREATE TABLE app.new (\n"
        "    id integer NOT NULL,\n    CONSTRAINT new_pkey PRIMARY KEY (id)\n);\n\nCOMMIT;\n"
    )
    assert PROVED in done.stderr


def test_psql_runs_what_is_printed(
    lead: Lead, estate: psycopg.Connection, other: psycopg.Connection, url: Url, tmp_path: Path
) -> None:
    psql = [client_program(estate, "psql"), "--no-psqlrc", "--set=ON_ERROR_STOP=1", "--quiet"]
    done = lead("CREATE INDEX new ON app.people (born); ALTER TABLE app.people ADD x app.mood")
    (tmp_path / "way.sql").write_text(done.stdout, "utf-8")
    script = [*psql, "--file", str(tmp_path / "way.sql"), url(other)]
    refused = subprocess.run(script, capture_output=True, text=True, check=False)
    assert 'schema "app" does not exist' in refused.stderr
    other.execute(b"CREATE SCHEMA app; CREATE TYPE app.mood AS ENUM ('ok')")
    other.execute(b"CREATE TABLE app.people (born date)")
    subprocess.run(script, capture_output=True, check=True)
    (people,) = catalog.read(other).tables
    assert [index.name for index in people.indexes] == ["new"]
    assert [column.name for column in people.columns] == ["born", "x"]


def test_what_destroys_data_is_held_back_and_what_stays_is_said(lead: Lead) -> None:
    done = lead("ALTER TABLE app.people DROP note; DROP TABLE app.animals CASCADE")
    assert done.returncode == 1, done.stderr
    active = [line for line in done.stdout.splitlines() if not line.startswith("--")]
    assert not any("DROP COLUMN" in line or "DROP TABLE" in line for line in active)
    assert "-- held back: the column's values are lost\n-- ALTER TABLE app.people" in done.stdout
    assert "with what is held back, A becomes B" in done.stderr
    assert "column app.people.note: the column is in the result, but not in B" in done.stderr


def test_loss_that_is_allowed_is_not_held_back(lead: Lead) -> None:
    done = lead("ALTER TABLE app.people DROP note", "--allow-loss")
    assert "\nALTER TABLE app.people DROP COLUMN note;" in done.stdout
    assert PROVED in done.stderr


def test_rename_is_done_when_it_is_asked_for(lead: Lead) -> None:
    done = lead(
        "ALTER TABLE app.people RENAME nick TO alias; ALTER TABLE app.bookings RENAME TO orders",
        "--rename=column:app.people.nick=alias",
        "--rename=table:app.bookings=orders",
    )
    assert done.returncode == 1, done.stderr
    assert PROVED in done.stderr
    renames = [line for line in done.stdout.splitlines() if "RENAME" in line]
    assert renames == [
        "ALTER TABLE app.people RENAME COLUMN nick TO alias;",
        "ALTER TABLE app.bookings RENAME TO orders;",
    ]
    assert "held back" not in done.stdout


def test_rename_is_never_guessed(lead: Lead) -> None:
    done = lead("ALTER TABLE app.people RENAME nick TO alias")
    assert "RENAME COLUMN" not in done.stdout
    assert "perhaps renamed: column app.people.alias is like column nick" in done.stderr


@pytest.mark.parametrize(
    ("hint", "message"),
    [
        ("people.nick", "neither a table nor a column"),
        ("column:nick=alias", "neither a table nor a column"),
        ("table:app.nobody=x", "A has no app.nobody"),
        ("column:app.people.nick=x", "B has no app.people.x"),
    ],
)
def test_rename_that_is_none_is_refused(lead: Lead, hint: str, message: str) -> None:
    done = lead("SELECT 1", f"--rename={hint}")
    assert done.returncode == 2
    assert message in done.stderr


def test_what_cannot_be_written_is_said_and_not_proved(lead: Lead) -> None:
    invalid = "UPDATE pg_index SET indisvalid = FALSE WHERE indexrelid = %s::regclass"
    done = lead(invalid.replace("%s", "'app.people_nick_idx'"))
    assert done.returncode == 2
    gap = "not written: index app.people_nick_idx: no statement makes an invalid index"
    assert f"-- {gap}" in done.stdout
    assert gap in done.stderr
    assert "not proved: index app.people_nick_idx: validity" in done.stderr


def test_order_of_columns_is_said_and_does_not_fail(lead: Lead) -> None:
    done = lead("ALTER FOREIGN TABLE app.remote DROP id, ADD id integer")
    assert done.returncode == 0
    assert "not written: table app.remote: the order of columns" in done.stderr


def test_options_that_need_sql_are_refused_without_it(run: Run, saved: str) -> None:
    for option in ("--allow-loss", "--rename=table:a=b"):
        done = run("diff", option, saved, saved)
        assert (done.returncode, "Add --sql" in done.stderr) == (2, True)
    assert run("diff", "--sql", "--format=json", saved, saved).returncode == 2


@pytest.fixture
def home() -> Iterator[Path]:
    """Return a folder that the server's own user can reach."""
    folder = Path(tempfile.mkdtemp(prefix="echoes-", dir="/tmp"))
    folder.chmod(0o711)
    yield folder
    shutil.rmtree(folder)


def test_our_own_server_gets_the_roles_that_it_lacks(
    estate: psycopg.Connection, saved: str, run: Run, url: Url, home: Path
) -> None:
    if str(estate.info.server_version // 10000) not in EMBEDDED:
        pytest.skip("no embedded server of this version")
    estate.execute("CREATE ROLE transition_reader")
    try:
        estate.execute("GRANT SELECT ON app.bookings TO transition_reader")
        after = str(Path(saved).with_name("b.json"))
        run("snapshot", "--output", after, database=url(estate)).check_returncode()
        done = run("diff", "--sql", saved, after, env={"ECHOES_HOME": str(home)})
    finally:
        estate.execute("DROP OWNED BY transition_reader; DROP ROLE transition_reader")
    assert done.returncode == 1, done.stderr
    assert "GRANT SELECT ON TABLE app.bookings TO transition_reader;" in done.stdout
    assert PROVED in done.stderr


def test_proof_is_of_the_schema_that_was_asked_for(
    estate: psycopg.Connection, other: psycopg.Connection, run: Run, url: Url
) -> None:
    other.execute(b"CREATE TABLE plain (a integer)")
    before = catalog.read(other)
    done = run("diff", "--sql", "--allow-loss", url(other), url(estate))
    assert PROVED in done.stderr, done.stderr
    assert compare(before, catalog.read(other), wording=between("A", "B")) == ()
