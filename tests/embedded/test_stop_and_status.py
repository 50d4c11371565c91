"""Stop and status."""

import shutil
import subprocess
import sys
from pathlib import Path

import psycopg
import pytest

from echoes_schema import embedded
from tests.embedded.servers import as_root, ask, kill, start, write_pid


def test_stop_says_whether_a_server_ran(home: Path) -> None:
    start(home)
    assert (embedded.stop(home), embedded.stop(home)) == (True, False)


def test_stop_keeps_the_data(home: Path) -> None:
    ask(start(home), "CREATE TABLE kept AS SELECT 7 AS answer")
    embedded.stop(home)
    assert ask(start(home), "SELECT answer FROM kept") == 7


def test_stop_ends_open_sessions(home: Path) -> None:
    with psycopg.connect(start(home)) as connection:
        embedded.stop(home)
        with pytest.raises(psycopg.OperationalError):
            connection.execute("SELECT 1")


def test_stop_and_status_of_nothing_make_nothing(home: Path) -> None:
    assert embedded.stop(home) is False
    expected = embedded.ServerStatus(
        is_running=False, version="", pid=None, data=home / "data", url=""
    )
    assert embedded.status(home) == expected
    assert not home.exists()


def test_status_of_a_running_server_tells_its_version(running: Path) -> None:
    found = embedded.status(running)
    assert found.version == str(ask(found.url, "SHOW server_version")).split()[0]


@as_root
def test_status_as_root_without_ptrace_sees_the_server(home: Path) -> None:
    """As in a container, where root may not read another user's working directory."""
    setpriv = shutil.which("setpriv")
    if setpriv is None:
        pytest.skip("no setpriv here")
    start(home)
    code = (
        "from pathlib import Path; from echoes_schema import embedded; "
        f"print(embedded.status(Path({str(home)!r})).is_running)"
    )
    command = [setpriv, "--bounding-set=-sys_ptrace", sys.executable, "-c", code]
    assert subprocess.check_output(command, text=True) == "True\n"


@as_root
def test_stop_ends_no_process_of_another_user(folder: Path, home: Path) -> None:
    """The server's user owns the pid file; root must not kill whatever it names."""
    start(home)
    kill(home)
    program = shutil.copy(shutil.which("sleep") or "", folder / "postgres")
    with subprocess.Popen([program, "60"], cwd=home / "data") as innocent:
        write_pid(home, innocent.pid)
        assert (embedded.stop(home), innocent.poll()) == (False, None)
        innocent.kill()
