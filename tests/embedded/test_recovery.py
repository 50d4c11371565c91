"""Start after something went wrong."""

import os
import signal
import subprocess
from pathlib import Path

import pytest

from echoes_schema import embedded
from echoes_schema.embedded import postmaster
from echoes_schema.errors import ServerError
from tests.embedded.servers import START, ask, kill, pid_of, python, start, write_pid
from tests.harness.waiting import wait_for

BUSY = "SELECT count(*) FROM pg_stat_activity WHERE query LIKE 'DO %' AND state = 'active'"


def test_start_after_a_killed_server_keeps_the_data(home: Path) -> None:
    ask(start(home), "CREATE TABLE kept AS SELECT 7 AS answer")
    kill(home)
    assert ask(start(home), "SELECT answer FROM kept") == 7


def test_start_waits_for_a_session_that_outlives_the_killed_server(home: Path) -> None:
    busy = "DO $$ BEGIN FOR i IN 1..300000000 LOOP END LOOP; END $$"
    url = start(home)
    command = [str(embedded.binaries("18") / "psql"), url, "-c", busy]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT):
        wait_for(lambda: ask(url, BUSY) == 1, "busy session")
        kill(home)
        assert ask(start(home), "SELECT 1") == 1
    assert postmaster.ORPHANS in (home / "run/server.log").read_text()


def test_start_takes_no_other_process_for_the_server(home: Path) -> None:
    """The pid file's number now belongs to a process of the server's user, in its own folder."""
    url = start(home)
    owner = (home / "data").stat()
    kill(home)
    user = owner.st_uid if os.geteuid() == 0 else None
    with subprocess.Popen(["sleep", "60"], user=user, cwd=home / "data") as stranger:
        write_pid(home, stranger.pid)
        assert ask(start(home), "SELECT 1") == 1
        assert (stranger.poll(), embedded.status(home).url) == (None, url)
        stranger.kill()


def test_start_takes_no_other_postgresql_for_its_own(folder: Path, home: Path) -> None:
    url = start(home)
    kill(home)
    start(folder / "other")
    write_pid(home, pid_of(folder / "other"))
    assert (start(home), ask(url, "SELECT 1")) == (url, 1)


def test_start_refuses_a_server_that_another_container_runs(home: Path) -> None:
    """A process list that does not show the server, while its socket answers."""
    start(home)
    pid = pid_of(home)
    write_pid(home, 4194303)
    with pytest.raises(ServerError, match="another container"):
        start(home)
    write_pid(home, pid)


def test_start_after_an_interrupted_initdb_begins_anew(home: Path) -> None:
    process = python(START.format(home=str(home)))
    wait_for(lambda: any(home.glob("data.new-*/base/*")), "initdb at work")
    os.killpg(process.pid, signal.SIGKILL)
    process.communicate()
    assert not (home / "data").exists()
    assert ask(start(home), "SELECT 1") == 1
    assert not [*home.glob("data.new-*")]


def test_start_makes_a_dropped_database_again(home: Path) -> None:
    url = start(home)
    ask(url.replace("@/echoes", "@/postgres"), "DROP DATABASE echoes")
    assert ask(start(home), "SELECT current_database()") == "echoes"


def test_start_finishes_a_database_that_was_left_half_made(home: Path) -> None:
    ask(start(home), "ALTER DATABASE echoes RESET timezone")
    (home / "server.json").unlink()
    query = "SELECT source FROM pg_settings WHERE name = 'TimeZone'"
    assert ask(start(home), query) == "database"


def test_start_says_that_the_socket_is_gone(home: Path) -> None:
    start(home)
    (home / "run/.s.PGSQL.5432").unlink()
    with pytest.raises(ServerError, match=r"\.s\.PGSQL\.5432 is gone"):
        start(home)
