"""The command `server`, run as a user runs it."""

import json
from collections.abc import Callable
from pathlib import Path
from subprocess import CompletedProcess

import pytest

from echoes_schema import embedded
from tests.embedded.servers import start
from tests.harness.program import Run

Command = Callable[..., CompletedProcess[str]]


@pytest.fixture
def command(run: Run, home: Path) -> Command:
    """Run `echoes-schema server` on a folder of its own."""
    return lambda *words: run("server", *words, env={"ECHOES_HOME": str(home)})


def test_server_start_prints_how_to_connect(home: Path, command: Command) -> None:
    done = command("start")
    assert done.stdout == f"psql '{embedded.status(home).url}'\n"
    assert " started, process " in done.stderr


def test_server_start_says_that_it_already_runs(home: Path, command: Command) -> None:
    start(home)
    assert " already runs, process " in command("start").stderr


def test_server_stop_says_what_it_did(home: Path, command: Command) -> None:
    start(home)
    said = [command("stop").stderr for _ in range(2)]
    assert said == ["stopped\n", "was not running\n"]


def test_server_status_in_json_has_the_documented_shape(home: Path, command: Command) -> None:
    url = start(home)
    found = embedded.status(home)
    done = command("status", "--format", "json")
    server = {"is_running": True, "version": found.version, "pid": found.pid}
    expected = {"version": 1, "server": {**server, "data": str(home / "data"), "url": url}}
    assert (json.loads(done.stdout), done.returncode) == (expected, 0)


def test_server_start_url_and_stop_in_json_have_the_documented_shapes(
    home: Path, command: Command
) -> None:
    as_json = "--format", "json"
    started = json.loads(command("start", *as_json).stdout)
    status = json.loads(command("status", *as_json).stdout)
    assert started == {**status, "was_running": False}
    assert json.loads(command("start", *as_json).stdout) == {**status, "was_running": True}
    expected = {"version": 1, "url": status["server"]["url"]}
    assert json.loads(command("url", *as_json).stdout) == expected
    stopped = [command("stop", *as_json) for _ in range(2)]
    assert [json.loads(one.stdout)["was_running"] for one in stopped] == [True, False]
    assert [one.stderr for one in stopped] == ["", ""]


def test_server_status_exits_1_when_it_does_not_run(home: Path, command: Command) -> None:
    done = command("status")
    assert (done.stdout, done.returncode) == (f"not running: {home / 'data'}\n", 1)


def test_server_url_prints_the_url_alone(home: Path, command: Command) -> None:
    assert command("url").returncode == 2
    url = start(home)
    assert command("url").stdout == f"{url}\n"


def test_server_psql_starts_the_server_and_passes_its_arguments(
    home: Path, command: Command
) -> None:
    done = command("psql", "--", "-XAt", "-c", "SELECT current_database()", "-v", "x=1")
    assert (done.stdout, done.returncode) == ("echoes\n", 0)


def test_server_psql_reaches_other_databases(home: Path, command: Command) -> None:
    start(home)
    done = command("psql", "--", "-XAt", "-d", "template1", "-c", "SELECT current_database()")
    assert done.stdout == "template1\n"
