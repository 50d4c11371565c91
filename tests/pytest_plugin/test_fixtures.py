"""Other projects' tests get databases of their own, as their own pytest runs them."""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import psycopg
import pytest
from psycopg.conninfo import conninfo_to_dict, make_conninfo

from echoes_schema import templates
from tests.harness.schema import ROOT, SQL
from tests.harness.server import without_server_variables

EXAMPLE = ROOT / "examples/game-backend"
Pytest = Callable[..., subprocess.CompletedProcess[str]]
SLOW = "import time, pytest\n@pytest.mark.parametrize('n', range(4))\n"


@pytest.fixture
def project(tmp_path: Path, postgres: str) -> Pytest:
    """Return the function that runs a test file with pytest, in a project of its own."""

    def call(text: str, *options: str, server: str = postgres, **env: str):  # type: ignore[no-untyped-def]
        (tmp_path / "pyproject.toml").write_text(env.pop("ini", "[tool.pytest.ini_options]\n"))
        (tmp_path / "test_it.py").write_text(text)
        given = ["--echoes-server", server] if server else []
        return pytest_in(tmp_path, *given, *options, **env)

    return call


def pytest_in(folder: Path, *options: str, **env: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", *options],
        cwd=folder,
        env={**without_server_variables(os.environ), "PYTHONDONTWRITEBYTECODE": "1", **env},
        capture_output=True,
        text=True,
        timeout=240,
        check=False,
    )


def leftovers(connection: psycopg.Connection) -> set[str]:
    rows = connection.execute(
        "SELECT datname FROM pg_database WHERE starts_with(datname, %s)", [templates.PREFIX]
    )
    return {str(row[0]) for row in rows}


@pytest.mark.parametrize("options", [[], ["-n", "2"]], ids=["alone", "two workers"])
def test_example_passes(postgres: str, tmp_path: Path, options: list[str]) -> None:
    example = shutil.copytree(EXAMPLE, tmp_path / "example")
    done = pytest_in(example, "--echoes-server", postgres, *options)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "5 passed" in done.stdout


def test_tests_do_not_see_each_others_rows_and_see_the_seeds(project: Pytest) -> None:
    done = project(
        "import pytest\n"
        "@pytest.mark.parametrize('turn', [1, 2])\n"
        "def test_it(echoes_connection, turn):\n"
        "    gone = echoes_connection.execute('DELETE FROM market_prices').rowcount\n"
        "    assert gone > 0\n"
    )
    assert "2 passed" in done.stdout, done.stdout


def test_drift_fails_the_test_with_what_differs(project: Pytest) -> None:
    done = project(
        "def test_it(echoes_connection, assert_conforms):\n"
        "    assert_conforms()\n"
        "    echoes_connection.execute('DROP INDEX idx_stations_system_id')\n"
        "    assert_conforms()\n"
    )
    assert done.returncode == 1
    assert "index idx_stations_system_id: the index is documented" in done.stdout


def test_workers_share_one_template(project: Pytest, tmp_path: Path) -> None:
    done = project(
        f"{SLOW}def test_it(n, echoes_template, echoes_connection, worker_id):\n"
        "    with open('seen', 'a') as file: print(worker_id, echoes_template.name, file=file)\n"
        "    time.sleep(1)\n",
        "-n",
        "2",
    )
    assert "4 passed" in done.stdout, done.stdout
    seen = {tuple(line.split()) for line in (tmp_path / "seen").read_text().splitlines()}
    assert len({worker for worker, _ in seen}) == 2
    assert len({name for _, name in seen}) == 1


def test_own_migrations_are_run_in_their_layout(project: Pytest, tmp_path: Path) -> None:
    (tmp_path / "db").mkdir()
    (tmp_path / "db/1_a.sql").write_text("-- migrate:up\nCREATE TABLE a ();\n-- migrate:down\n")
    done = project(
        "def test_it(echoes_connection):\n    echoes_connection.execute('SELECT FROM a')\n",
        ini='[tool.echoes-schema]\nsql = "db"\nlayout = "dbmate"\n[tool.pytest.ini_options]\n',
    )
    assert "1 passed" in done.stdout, done.stdout


def test_project_may_lie_below_the_folder_that_pytest_calls_rootdir(
    project: Pytest, tmp_path: Path
) -> None:
    (tmp_path / "backend/db/migrations").mkdir(parents=True)
    migration = tmp_path / "backend/db/migrations/0001_a.sql"
    migration.write_text("-- A.\n\nCREATE TABLE a ();\n")
    (tmp_path / "backend/pyproject.toml").write_text('[tool.echoes-schema]\nsql = "db"\n')
    text = "def test_it(echoes_connection):\n    echoes_connection.execute('SELECT FROM a')\n"
    done = project(text, ini='[tool.pytest.ini_options]\nechoes_project = "backend"\n')
    assert "1 passed" in done.stdout, done.stdout
    wrong = project(text, ini='[tool.pytest.ini_options]\nechoes_project = "front"\n')
    assert wrong.returncode == 1
    assert "echoes_project = front: there is no pyproject.toml in it" in wrong.stdout


def test_missing_documentation_is_told_without_a_traceback(project: Pytest, tmp_path: Path) -> None:
    (tmp_path / "pages").mkdir()
    done = project(
        "def test_it(assert_conforms):\n    assert_conforms()\n",
        ini='[tool.echoes-schema]\ndocs = "pages"\n[tool.pytest.ini_options]\n',
    )
    assert done.returncode == 1
    assert "pages: no page documents anything" in done.stdout
    assert "conform.py" not in done.stdout


def test_server_comes_from_the_variable_or_the_ini_file(project: Pytest, postgres: str) -> None:
    text = "def test_it(echoes_database):\n    pass\n"
    by_variable = project(text, server="", ECHOES_PYTEST_SERVER=postgres)
    ini = f"[tool.pytest.ini_options]\nechoes_server = '{postgres}'\n"
    by_file = project(text, server="", ini=ini)
    assert "1 passed" in by_variable.stdout, by_variable.stdout
    assert "1 passed" in by_file.stdout, by_file.stdout


def test_password_without_a_role_is_no_role(project: Pytest, postgres: str) -> None:
    given = {key: str(value) for key, value in conninfo_to_dict(postgres).items() if value}
    role = given.pop("user", "postgres")
    server = make_conninfo(**{"password": "s3cr:t@", **given})
    done = project(
        "def test_it(echoes_connection):\n"
        f"    assert echoes_connection.info.user == '{role}'\n"
        "    assert echoes_connection.info.password\n",
        server=server,
        PGUSER=role,
    )
    assert "1 passed" in done.stdout, done.stdout


def test_broken_migration_is_told_without_a_traceback(project: Pytest, tmp_path: Path) -> None:
    (tmp_path / "db/migrations").mkdir(parents=True)
    (tmp_path / "db/migrations/0001_a.sql").write_text("-- A.\n\nSELECT nothing;\n")
    done = project(
        "def test_it(echoes_database):\n    pass\n",
        ini='[tool.echoes-schema]\nsql = "db"\n[tool.pytest.ini_options]\n',
    )
    assert done.returncode == 1
    assert '0001_a.sql:3:8: column "nothing" does not exist' in done.stdout
    assert "During handling" not in done.stdout


def test_nothing_is_left_and_what_a_killed_run_left_goes(
    empty: psycopg.Connection, postgres: str
) -> None:
    given = str(conninfo_to_dict(postgres).get("dbname") or "postgres")
    stale = f"{templates.family_of(given)}{os.urandom(6).hex()}"
    for name in (stale, f"{stale}_1234abcd"):
        empty.execute(f"CREATE DATABASE {name}".encode())
    run = os.urandom(4).hex()
    source = templates.Source(SQL)
    with templates.template(postgres, run, source) as one:
        assert not {name for name in leftovers(empty) if name.startswith(stale)}
        with templates.template(postgres, run, source) as two:
            assert two.name == one.name
        with one.clone() as url, psycopg.connect(url):
            assert one.name in leftovers(empty)
    assert not {name for name in leftovers(empty) if name.startswith(one.name)}


def test_runs_on_other_databases_of_a_server_leave_each_other_alone(
    empty: psycopg.Connection, postgres: str, url: Callable[[psycopg.Connection], str]
) -> None:
    """Advisory locks belong to a database: those of the one are not seen in the other."""
    source = templates.Source(SQL)
    with (
        templates.template(postgres, "one run", source) as one,
        templates.template(url(empty), "another run", source),
    ):
        assert one.name in leftovers(empty)


def test_plugin_costs_a_run_that_does_not_use_it_no_heavy_import() -> None:
    code = (
        "import sys, pytest, importlib, secrets\nbefore = set(sys.modules)\n"
        "importlib.import_module('echoes_schema.pytest_plugin')\n"
        "print(sorted(name for name in set(sys.modules) - before))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "['echoes_schema', 'echoes_schema.pytest_plugin']"
