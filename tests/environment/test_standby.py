"""A hot standby shows everything and takes nothing, until it is promoted."""

import os
import threading
from collections.abc import Iterator

import psycopg
import pytest

from echoes_schema.migrations import pace
from echoes_schema.migrations.pace import Pace
from tests.environment import standby
from tests.environment.standby import Pair
from tests.harness import server
from tests.harness.program import Run

READING = {
    "status": 0,
    "status --exit-code": 1,
    "status --format json": 0,
    "plan": 0,
    "plan --exit-code": 1,
    "check": 1,
    "history": 0,
}
WRITING = ["up", "down --yes", "seed", "adopt --from yoyo --yes"]


@pytest.fixture(scope="module")
def pair(postgres: str, run: Run) -> Iterator[Pair]:
    """Return a primary that lacks the last migration, and its standby."""
    choice = os.environ.get(server.CHOICE) or "18"
    with standby.running("18" if "://" in choice else choice) as found:
        assert run("up", "--to", "0024", database=found.primary).returncode == 0
        found.catch_up()
        yield found


@pytest.mark.parametrize(("command", "code"), READING.items(), ids=READING)
def test_standby_shows_what_the_primary_shows(
    pair: Pair, run: Run, command: str, code: int
) -> None:
    shown = [run(*command.split(), database=url) for url in (pair.primary, pair.standby)]
    assert [done.returncode for done in shown] == [code, code]
    assert shown[0].stdout == shown[1].stdout != ""


@pytest.mark.parametrize("command", WRITING)
def test_writing_to_a_standby_is_refused_in_a_line(pair: Pair, run: Run, command: str) -> None:
    done = run(*command.split(), database=pair.standby)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.splitlines()[1:] == [
        "error: the server is a standby: it takes no writes",
        "  hint: Name the primary.",
    ]


def test_backfill_rests_while_a_standby_is_behind(pair: Pair) -> None:
    said: list[str] = []
    resumed: list[object] = []
    with psycopg.connect(pair.primary) as primary, psycopg.connect(pair.standby) as copy:
        copy.execute("SELECT pg_wal_replay_pause()")
        primary.execute("SELECT pg_logical_emit_message(false, '', repeat('x', 3000000))")
        primary.execute("SELECT pg_switch_wal()")
        primary.commit()
        resume = "SELECT pg_wal_replay_resume()"
        timer = threading.Timer(1, lambda: resumed.append(copy.execute(resume)))
        timer.start()
        primary.autocommit = True
        pace.rest(primary, Pace(lag=1), 0, said.append)
    assert resumed
    assert [line.rpartition(" is ")[0] for line in said] == ["waiting for a standby: walreceiver"]


def test_promoted_standby_takes_the_next_up(pair: Pair, run: Run) -> None:
    pair.promote()
    for command in ("up", "seed", "check"):
        assert run(command, database=pair.standby).returncode == 0
