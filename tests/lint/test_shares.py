"""Judging in several processes: what is found is the same, and a fault in one is told."""

import os
import signal
from pathlib import Path

import pytest

from echoes_schema.errors import EchoesError
from echoes_schema.lint import shares
from echoes_schema.model import Finding, Level
from tests.lint.project import report, write

PAIR = {
    "{0:04}_a.sql": "CREATE TABLE a{0} (b int);\nCREATE INDEX i{1} ON a{1} (b);\n",
    "{0:04}_a.rollback.sql": "DROP INDEX i{1};\nDROP TABLE a{0};\n",
}


def test_several_processes_find_what_one_does(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each migration builds on the one before it, so a share that saw only itself would differ."""
    files = {
        f"migrations/{name.format(number)}": text.format(number, number - 1)
        for number in range(1, 41)
        for name, text in PAIR.items()
    }
    write(tmp_path, files)
    alone = report(tmp_path)
    monkeypatch.setattr(shares, "SMALLEST", 20)
    monkeypatch.setattr("os.cpu_count", lambda: 3)
    assert report(tmp_path) == alone
    assert len({one.rule for one in alone.findings}) > 2


@pytest.mark.parametrize(
    ("sizes", "count", "expected"),
    [
        ([1] * 18, 2, [(0, 10), (10, 18)]),
        ([2] * 9, 2, [(0, 5), (5, 9)]),
        ([0, 0, 0, 6, 1], 2, [(0, 4), (4, 5)]),
        ([1] * 61, 3, [(0, 25), (25, 45), (45, 61)]),
        ([], 1, [(0, 0)]),
    ],
)
def test_later_shares_are_smaller_as_more_is_replayed_before_them(
    sizes: list[int], count: int, expected: list[tuple[int, int]]
) -> None:
    assert shares._bounds(sizes, count) == expected


def test_fault_in_another_process_comes_back(monkeypatch: pytest.MonkeyPatch) -> None:
    def work(begin: int, end: int) -> shares.Judged:
        if begin:
            raise ValueError("share")
        return shares.Judged([Finding("a-b", Level.INFO, "", "")], 1)

    monkeypatch.setattr(shares, "SMALLEST", 1)
    monkeypatch.setattr("os.cpu_count", lambda: 2)
    with pytest.raises(ValueError, match="share"):
        shares.judged(work, [1, 1])


def test_killed_process_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    """The kernel kills one where memory ends: no finding of it is no verdict."""

    def work(begin: int, end: int) -> shares.Judged:
        if begin:
            os.kill(os.getpid(), signal.SIGKILL)
        return shares.Judged([], 0)

    monkeypatch.setattr(shares, "SMALLEST", 1)
    monkeypatch.setattr("os.cpu_count", lambda: 2)
    with pytest.raises(EchoesError, match="was killed"):
        shares.judged(work, [1, 1])
