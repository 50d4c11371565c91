"""The program as a user meets it: exit codes, streams, shapes, and errors without a secret."""

import json
import os
import pty
import shutil
import socket
import subprocess
import sys
import tempfile
import threading
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from pathlib import Path

import psycopg
import pytest

from echoes_schema import embedded
from tests.harness.program import Run
from tests.harness.schema import ROOT
from tests.harness.server import FAST, without_server_variables

SECRET = "s3cr3t-Pa5s"
FILES = {
    "migrations/0001_create_a.sql": "CREATE TABLE a (x int);\n",
    "migrations/0001_create_a.rollback.sql": "DROP TABLE a;\n",
    "indexes/0002_a.sql": "-- Found quickly.\n\nCREATE INDEX CONCURRENTLY i ON a (x);\n",
}
Program = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture
def sql(tmp_path: Path) -> Path:
    """Return a folder with a migration and an index file."""
    for name, text in FILES.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(text)
    return tmp_path


@pytest.fixture
def database(empty: psycopg.Connection, url: Callable[[psycopg.Connection], str]) -> str:
    """Return the URL of an empty database."""
    return url(empty)


@pytest.fixture
def program(run: Run, sql: Path, database: str) -> Program:
    """Return the function that runs the program over those files and that database."""

    def call(*arguments: str) -> subprocess.CompletedProcess[str]:
        return run("--sql", str(sql), *arguments, database=database)

    return call


@pytest.fixture(scope="module")
def guarded() -> Iterator[str]:
    """Return the folder of the socket of a server that asks `guest` for a password."""
    home = Path(tempfile.mkdtemp(prefix="echoes-", dir="/tmp"))
    home.chmod(0o711)
    with psycopg.connect(embedded.start(home, settings=FAST), autocommit=True) as connection:
        rules = Path(str(connection.execute("SHOW hba_file").fetchone()[0]))  # type: ignore[index]
        rules.write_text(f"local all guest scram-sha-256\n{rules.read_text()}")
        connection.execute("CREATE ROLE guest LOGIN PASSWORD 'another'")
        connection.execute("SELECT pg_reload_conf()")
        yield connection.info.host
    embedded.stop(home)
    shutil.rmtree(home)


@pytest.fixture
def plain() -> Iterator[int]:
    """Return the port of a server that does not know TLS."""
    with socket.create_server(("127.0.0.1", 0)) as server:

        def answer() -> None:
            client, _ = server.accept()
            with client:
                client.recv(8)
                client.sendall(b"N")
                client.recv(1)

        threading.Thread(target=answer, daemon=True).start()
        yield int(server.getsockname()[1])


def test_up_prints_its_result_on_stdout_and_talks_on_stderr(program: Program) -> None:
    done = program("up")
    assert (done.returncode, done.stdout) == (0, "applied: 2 migrations\n")
    first, *rest = done.stderr.splitlines()
    assert first.startswith("server: ")
    assert first.endswith(", from --database")
    assert [line.rpartition(" in ")[0] for line in rest] == [
        "applied 0001_create_a",
        "applied 0002_a",
    ]


def test_up_and_down_with_nothing_to_do_succeed(program: Program) -> None:
    done = program("down")
    assert (done.returncode, done.stdout) == (0, "nothing to take back\n")
    program("up")
    done = program("up")
    assert (done.returncode, done.stdout) == (0, "nothing to apply\n")


def test_status_shows_a_line_for_each_migration(program: Program) -> None:
    program("up", "--to", "0001")
    head, first, second = program("status").stdout.splitlines()
    assert head.split() == ["State", "Migration", "Applied", "at", "Note"]
    assert first.split()[:2] == ["applied", "0001_create_a"]
    assert first.endswith("Z")
    assert second.split() == ["pending", "0002_a"]


def test_plan_shows_each_statement_with_mode_and_line(program: Program) -> None:
    assert program("plan").stdout == (
        "0001_create_a (in one transaction)\n     1  CREATE TABLE a (x int)\n\n"
        "0002_a (outside a transaction)\n     3  CREATE INDEX CONCURRENTLY i ON a (x)\n"
    )


def test_plan_changes_nothing(program: Program, empty: psycopg.Connection) -> None:
    program("plan")
    assert empty.execute(
        "SELECT to_regclass('a'), to_regnamespace('echoes_schema')"
    ).fetchone() == (
        None,
        None,
    )


@pytest.mark.parametrize("command", ["status", "plan"])
def test_exit_code_1_only_where_a_gate_is_asked_for(program: Program, command: str) -> None:
    assert program(command).returncode == 0
    assert program(command, "--exit-code").returncode == 1
    program("up")
    assert program(command, "--exit-code").returncode == 0


def test_failure_exits_with_2_and_says_where_on_stderr(program: Program, sql: Path) -> None:
    (sql / "migrations/0003_b.sql").write_text("CREATE TABLE b ();\n  SELECT gone FROM b;\n")
    done = program("up")
    assert (done.returncode, done.stdout) == (2, "")
    error = done.stderr[done.stderr.index("error: ") :].splitlines()
    assert error == [
        f'error: {sql}/migrations/0003_b.sql:2:10: column "gone" does not exist (42703)',
        "      SELECT gone FROM b;",
        "             ^",
        "  hint: Mend the file; what was applied before it stays.",
    ]


def test_notices_and_warnings_of_the_server_are_shown(program: Program, sql: Path) -> None:
    notice = "DO $$ BEGIN RAISE NOTICE 'look'; RAISE WARNING 'out'; END $$;"
    (sql / "migrations/0003_b.sql").write_text(notice)
    lines = program("up").stderr.splitlines()
    assert "NOTICE: look" in lines
    assert "WARNING: out" in lines


def test_place_is_relative_to_where_the_program_runs(run: Run, sql: Path, database: str) -> None:
    (sql / "migrations/0001_create_a.sql").write_text("COMMIT;\n")
    done = run("--sql", ".", "up", database=database, cwd=sql)
    assert "error: migrations/0001_create_a.sql:1:1: COMMIT inside a migration" in done.stderr


EXCLUSIVE = [
    ["up", "--to", "0001", "--steps", "1"],
    ["plan", "--to", "0001", "--steps", "1"],
    ["down", "--to", "0001", "--all"],
    ["down", "--steps", "1", "--all"],
]


@pytest.mark.parametrize("arguments", EXCLUSIVE, ids=" ".join)
def test_ways_to_say_how_far_exclude_each_other(program: Program, arguments: list[str]) -> None:
    done = program(*arguments)
    assert done.returncode == 2
    assert "error: --to, --steps and --all exclude each other" in done.stderr


@pytest.mark.parametrize(
    "option", [["--steps", "0"], ["--lock-timeout", "-1"], ["--lock-timeout", "1e9"], ["--what"]]
)
def test_impossible_option_exits_with_2(program: Program, option: list[str]) -> None:
    done = program("up", *option)
    assert done.returncode == 2
    assert option[0] in done.stderr


def test_down_without_a_terminal_refuses_and_shows_the_loss(
    program: Program, empty: psycopg.Connection
) -> None:
    program("up")
    empty.execute("INSERT INTO a VALUES (1), (2)")
    done = program("down", "--all")
    assert (done.returncode, done.stdout) == (2, "")
    assert "takes back 2: 0002_a, 0001_create_a\n" in done.stderr
    assert ["table", "a", "2", "0001_create_a"] in [
        line.split() for line in done.stderr.splitlines()
    ]
    assert "error: nobody is there to be asked\n  hint: Read the list above" in done.stderr
    assert program("plan").stdout == "nothing to apply\n"


def test_down_says_when_nothing_is_lost(program: Program) -> None:
    program("up")
    done = program("down", "--yes")
    assert (done.returncode, done.stdout) == (0, "taken back: 1 migrations\n")
    assert "takes back 1: 0002_a\nno table and no column goes\n" in done.stderr


def test_down_all_takes_back_everything(program: Program, empty: psycopg.Connection) -> None:
    program("up")
    assert program("down", "--all", "--yes").stdout == "taken back: 2 migrations\n"
    assert empty.execute("SELECT to_regclass('a')").fetchone() == (None,)


@pytest.mark.parametrize(
    ("answer", "expected"),
    [("y", (0, "rolled back 0002_a")), ("n", (2, "error: stopped")), ("", (2, "error: stopped"))],
)
def test_down_on_a_terminal_asks(
    program: Program, sql: Path, database: str, answer: str, expected: tuple[int, str]
) -> None:
    program("up")
    code, shown = on_a_terminal(["--database", database, "--sql", str(sql), "down"], answer)
    assert "Go on? [y/N]:" in shown
    assert code == expected[0]
    assert expected[1] in shown


def on_a_terminal(arguments: list[str], answer: str) -> tuple[int, str]:
    ours, theirs = pty.openpty()
    with subprocess.Popen(
        [sys.executable, "-m", "echoes_schema", *arguments],
        cwd=ROOT,
        env=without_server_variables(os.environ),
        stdin=theirs,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
    ) as process:
        os.write(ours, f"{answer}\n".encode())
        shown = process.communicate()[1]
    os.close(ours)
    os.close(theirs)
    return process.returncode, shown


# The shapes of docs/reference/json.md.


def migrations(done: subprocess.CompletedProcess[str]) -> list[dict[str, object]]:
    content = json.loads(done.stdout)
    assert list(content) == ["version", "migrations"]
    assert content["version"] == 1
    return list(content["migrations"])


def test_json_of_status(program: Program, sql: Path) -> None:
    program("up", "--to", "0001")
    first, second = migrations(program("status", "--format", "json"))
    moment = datetime.fromisoformat(str(first.pop("applied_at")))
    assert moment.utcoffset() == timedelta(0)
    assert first == {
        "id": "0001_create_a",
        "kind": "migration",
        "state": "applied",
        "is_transactional": True,
        "path": f"{sql}/migrations/0001_create_a.sql",
        "note": "",
    }
    assert second == {
        "id": "0002_a",
        "kind": "index",
        "state": "pending",
        "applied_at": None,
        "is_transactional": False,
        "path": f"{sql}/indexes/0002_a.sql",
        "note": "",
    }


def test_json_of_status_knows_the_other_states(program: Program, sql: Path) -> None:
    (sql / "migrations/0003_b.sql").write_text("CREATE TABLE b ();")
    (sql / "migrations/0004_c.sql").write_text("SELECT 1 / 0;")
    program("up")
    (sql / "migrations/0001_create_a.sql").write_text("CREATE TABLE a (x bigint);")
    (sql / "migrations/0003_b.sql").unlink()
    found = migrations(program("status", "--format", "json"))
    assert [(one["id"], one["state"], one["path"] == "") for one in found] == [
        ("0001_create_a", "changed", False),
        ("0002_a", "applied", False),
        ("0004_c", "failed", False),
        ("0003_b", "missing", True),
    ]
    assert found[2]["note"] == "division by zero"


def test_json_of_plan(program: Program, sql: Path) -> None:
    first, second = migrations(program("plan", "--format", "json"))
    assert first == {
        "id": "0001_create_a",
        "state": "pending",
        "path": f"{sql}/migrations/0001_create_a.sql",
        "is_transactional": True,
        "statements": [{"line": 1, "sql": "CREATE TABLE a (x int)"}],
    }
    assert second["statements"] == [{"line": 3, "sql": "CREATE INDEX CONCURRENTLY i ON a (x)"}]


@pytest.mark.parametrize(
    ("arguments", "state", "names"),
    [
        (["up"], "applied", ["0001_create_a", "0002_a"]),
        (["down", "--all", "--yes"], "pending", ["0002_a", "0001_create_a"]),
    ],
)
def test_json_of_up_and_down(
    program: Program, arguments: list[str], state: str, names: list[str]
) -> None:
    if arguments[0] == "down":
        program("up")
    found = migrations(program(*arguments, "--format", "json"))
    assert [one["id"] for one in found] == names
    assert {one["state"] for one in found} == {state}
    assert all(list(one) == ["id", "kind", "seconds", "state"] for one in found)
    assert all(0 < float(str(one["seconds"])) < 60 for one in found)


def test_json_with_a_diff_stays_json_on_stdout(program: Program, sql: Path) -> None:
    program("up")
    (sql / "migrations/0001_create_a.sql").write_text("CREATE TABLE a (x bigint);")
    done = program("status", "--diff", "--format", "json")
    assert len(migrations(done)) == 2
    assert "+CREATE TABLE a (x bigint);" in done.stderr


# Servers that cannot be reached. The password is in every URL and in no output.

URL = f"postgresql://guest:{SECRET}@"
UNREACHABLE = {
    "password": (f"{URL}/postgres?host={{guarded}}", "Check the password"),
    "port": (f"{URL}127.0.0.1:1/x", "Check host, port"),
    "host": (f"{URL}nowhere.invalid/x", "Check host, port"),
    "socket": (f"{URL}/x?host=/nowhere", "Check host, port"),
    "database": ("{database}_none?{query}&password=" + SECRET, "Create the database first"),
    "service": (f"service=nowhere password={SECRET}", "Check PGSERVICE"),
    "escape": (f"{URL[:-1]}%zz@h/x", "Write postgresql://"),
    "at sign": (f"postgresql://guest:x@{SECRET}@h/x", "Write such characters"),
    "slash": (f"postgresql://guest:{SECRET}/{SECRET}@h/x", "Write such characters"),
    "quote": (f"host=h password='{SECRET}", "Write postgresql://"),
    "other scheme": (f"mysql://guest:{SECRET}@h/x", "Write postgresql://"),
    "timeout": (f"{URL}h/x?connect_timeout=soon", "Correct the connection"),
    "option": (f"{URL}h/x?sslmode=maybe", "Check host, port"),
}


@pytest.mark.parametrize(("given", "hint"), UNREACHABLE.values(), ids=UNREACHABLE)
def test_server_that_cannot_be_reached_is_one_line_without_the_password(
    run: Run, database: str, guarded: str, given: str, hint: str
) -> None:
    name, _, query = database.partition("?")
    done = run("status", database=given.format(guarded=guarded, database=name, query=query))
    assert_told(done, hint)


@pytest.mark.parametrize("variable", ["PGPASSWORD", "PGUSER"])
def test_wrong_or_missing_password_of_the_environment_is_told(
    run: Run, guarded: str, variable: str
) -> None:
    given = f"postgresql://guest@/postgres?host={guarded}"
    assert_told(run("status", database=given, env={variable: SECRET}), "Check the password")


def test_server_without_tls_is_told(run: Run, plain: int) -> None:
    given = f"{URL}127.0.0.1:{plain}/x?sslmode=require"
    assert_told(run("status", database=given), "Use sslmode=prefer")


def assert_told(done: subprocess.CompletedProcess[str], hint: str) -> None:
    """Assert that stderr has one error in one line, its hint, and no password."""
    assert (done.returncode, done.stdout) == (2, "")
    error, shown = done.stderr.splitlines()
    assert error.startswith("error: ")
    assert shown.startswith(f"  hint: {hint}")
    assert SECRET not in done.stderr


def test_password_is_not_shown_when_all_is_well(run: Run, database: str, sql: Path) -> None:
    given = database.replace("@", f":{SECRET}@", 1)
    done = run("--sql", str(sql), "up", database=given)
    assert done.returncode == 0
    assert SECRET not in done.stdout + done.stderr


@pytest.mark.parametrize("variable", ["ECHOES_DATABASE_URL", "PGHOST"])
def test_server_may_come_from_the_environment(
    run: Run, database: str, sql: Path, variable: str
) -> None:
    info = psycopg.conninfo.conninfo_to_dict(database)
    libpq = {f"PG{key.upper().replace('DBNAME', 'DATABASE')}": str(info[key]) for key in info}
    env = {variable: database} if variable.startswith("ECHOES") else libpq
    done = run("--sql", str(sql), "status", env=env)
    assert done.returncode == 0
    assert done.stderr.endswith(f", from {variable}\n")


def test_options_of_the_environment_count(run: Run, database: str, sql: Path) -> None:
    (sql / "migrations/0003_b.sql").write_text(
        "SELECT 1 / (current_setting('work_mem') = '7MB')::int;"
    )
    done = run("--sql", str(sql), "up", database=database, env={"PGOPTIONS": "-c work_mem=7MB"})
    assert done.returncode == 0, done.stderr


def test_missing_folder_is_one_line(run: Run, database: str) -> None:
    done = run("--sql", "/nowhere", "status", database=database)
    assert done.returncode == 2
    assert done.stderr == (
        "error: --sql /nowhere: no such folder\n  hint: Name a folder that exists.\n"
    )


def test_project_without_migrations_is_one_line(run: Run, database: str, tmp_path: Path) -> None:
    done = run("--sql", str(tmp_path), "up", database=database)
    assert done.returncode == 2
    assert f"error: {tmp_path}: no migrations in it\n" in done.stderr


def test_new_prints_the_files_that_it_wrote(run: Run, sql: Path) -> None:
    done = run("--sql", str(sql), "new", "add_color", cwd=sql)
    assert done.stdout.splitlines() == [
        f"{sql}/migrations/0003_add_color.sql",
        f"{sql}/migrations/0003_add_color.rollback.sql",
    ]
    assert (sql / "migrations/0003_add_color.sql").is_file()


@pytest.mark.parametrize("arguments", [[], ["up"], ["down"], ["status"], ["plan"], ["new"]])
def test_help_is_there_for_every_command(run: Run, arguments: list[str]) -> None:
    done = run(*arguments, "--help")
    assert done.returncode == 0
    assert done.stdout.startswith(f"Usage: python -m echoes_schema {''.join(arguments)}".rstrip())


def test_pipe_that_closes_early_is_no_traceback(program: Program, database: str) -> None:
    command = f"{sys.executable} -m echoes_schema --database '{database}' status | true"
    done = subprocess.run(
        ["sh", "-c", command], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert "Traceback" not in done.stderr
