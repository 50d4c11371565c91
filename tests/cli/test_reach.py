"""Which server it is, and errors without a secret where it cannot be reached."""

import shutil
import socket
import struct
import subprocess
import tempfile
import threading
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from echoes_schema import embedded
from tests.harness.program import Run
from tests.harness.server import FAST

SECRET = "s3cr3t-Pa5s"


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


def message(kind: bytes, body: bytes) -> bytes:
    return kind + struct.pack("!i", len(body) + 4) + body


def setting(name: bytes, value: bytes) -> bytes:
    return message(b"S", name + b"\0" + value + b"\0")


# How a session of an old server begins; before 14 it does not know one of our options.
REFUSED = b'Munrecognized configuration parameter "client_connection_check_interval"\0'
OLD = {
    "14": message(b"R", bytes(4))
    + setting(b"server_version", b"14.23")
    + setting(b"TimeZone", b"UTC")
    + setting(b"DateStyle", b"ISO, MDY")
    + setting(b"standard_conforming_strings", b"on")
    + message(b"Z", b"I"),
    "13": message(b"E", b"SFATAL\0C42704\0" + REFUSED + b"\0"),
}


@pytest.fixture(params=list(OLD.values()), ids=list(OLD))
def old(request: pytest.FixtureRequest) -> Iterator[int]:
    """Return the port of what begins a session as an old PostgreSQL does, and does no more."""
    with socket.create_server(("127.0.0.1", 0)) as server:

        def answer() -> None:
            client, _ = server.accept()
            with client:
                client.recv(1000)
                client.sendall(request.param)
                client.recv(1000)

        threading.Thread(target=answer, daemon=True).start()
        yield int(server.getsockname()[1])


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
    "option": (f"{URL}127.0.0.1:1/x?sslmode=maybe", "Correct the connection"),
    "role": (f"postgresql://nobody_here:{SECRET}@/postgres?host={{guarded}}", "Correct the role"),
    "setting": (
        f"postgresql://postgres:{SECRET}@/postgres?host={{guarded}}&options=-c%20nothing%3D1",
        "Correct PGOPTIONS",
    ),
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


def test_service_file_that_cannot_be_read_is_told(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "services"
    file.write_text(f"[here]\npassword {SECRET}\n")
    done = run("status", env={"PGSERVICEFILE": str(file), "PGSERVICE": "here"})
    assert_told(done, "Check PGSERVICE")


@pytest.mark.parametrize("variable", ["PGPASSWORD", "PGOPTIONS"])
def test_variable_that_is_not_utf_8_is_told(run: Run, database: str, variable: str) -> None:
    done = run("status", database=database, env={variable: f"{SECRET}\udcff"})
    assert_told(done, "Set the variable anew")


def test_server_without_tls_is_told(run: Run, plain: int) -> None:
    given = f"{URL}127.0.0.1:{plain}/x?sslmode=require"
    assert_told(run("status", database=given), "Use sslmode=prefer")


def test_server_that_is_too_old_is_told(run: Run, old: int) -> None:
    done = run("status", database=f"{URL}127.0.0.1:{old}/x?sslmode=disable&gssencmode=disable")
    assert_told(done, "Use PostgreSQL 15 or newer.")


@pytest.mark.parametrize("command", ["status", "up", "seed"])
def test_no_password_is_shown_where_errors_are_searched(
    run: Run, guarded: str, command: str
) -> None:
    given = f"{URL}/postgres?host={guarded}"
    done = run(command, database=given, env={"ECHOES_DEBUG": "1"})
    assert_told(done, "Check the password")


def assert_told(done: subprocess.CompletedProcess[str], hint: str) -> None:
    """Assert that stderr has one error in one line, its hint, and no password."""
    assert (done.returncode, done.stdout) == (2, "")
    error, shown = done.stderr.splitlines()
    assert error.startswith("error: ")
    tries = error.split("; ")
    assert len(tries) == len(set(tries))
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
