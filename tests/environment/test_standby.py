"""A hot standby shows everything and takes nothing, until it is promoted."""

import os
from collections.abc import Iterator

import pytest

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


def test_promoted_standby_takes_the_next_up(pair: Pair, run: Run) -> None:
    pair.promote()
    for command in ("up", "seed", "check"):
        assert run(command, database=pair.standby).returncode == 0
