"""How a backfill shows how far it is."""

import os
import pty
import subprocess
import sys
from pathlib import Path

import pytest

from echoes_schema.cli import meter
from echoes_schema.cli.meter import Meter
from echoes_schema.migrations.pace import Progress
from tests.harness.program import Program
from tests.harness.schema import ROOT
from tests.harness.server import without_server_variables

FILL = "INSERT INTO a SELECT generate_series(1, 30); ALTER TABLE a ADD PRIMARY KEY (x);"
BATCH = "-- batch: 10 by x\nDELETE FROM a;"


def ready(program: Program, sql: Path, text: str = BATCH) -> None:
    """Apply a table with rows, and write a batch file."""
    (sql / "migrations/0003_fill.sql").write_text(FILL)
    program("up")
    (sql / "migrations/0004_n.sql").write_text(text)


def test_terminal_shows_a_bar_that_becomes_full(program: Program, sql: Path, database: str) -> None:
    ready(program, sql)
    shown = on_a_terminal(["--database", database, "--sql", str(sql), "up"])
    frames = [frame for frame in shown.split("\r") if "0004_n  [" in frame]
    assert len(frames) > 2
    assert " 10/" in frames[0]
    assert "[####################################]  30/30" in frames[-1]
    assert "applied 0004_n in" in shown.split("\r")[-2]


def test_failure_gives_the_cursor_back(program: Program, sql: Path, database: str) -> None:
    ready(program, sql, "-- batch: 10 by x\nDELETE FROM a WHERE 1 / (x - 15) < 9;")
    shown = on_a_terminal(["--database", database, "--sql", str(sql), "up"])
    assert "division by zero" in shown
    assert shown.count("\x1b[?25h") == 1


def test_pipe_gets_no_bar(program: Program, sql: Path) -> None:
    ready(program, sql)
    assert "#" not in program("up").stderr


def test_pipe_gets_a_line_now_and_then(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    shown = Meter()
    shown.show(Progress("0004_n", 10, 30))
    monkeypatch.setattr(meter, "SECONDS_BETWEEN_LINES", 0)
    shown.show(Progress("0004_n", 20, 30))
    shown.show(Progress("0004_n", 30, 30, is_over=True))
    assert capsys.readouterr().err == "0004_n: 20 of about 30 rows\n"


@pytest.mark.parametrize(
    ("command", "label"), [(["fmt", "--check"], "fmt"), (["lint", "--style"], "style")]
)
def test_terminal_shows_how_far_sqlfluff_is(tmp_path: Path, command: list[str], label: str) -> None:
    for number in range(12):
        (tmp_path / f"{number:02}_a.sql").write_text(f"SELECT {number};\n")
    shown = on_a_terminal([*command, "--no-cache", str(tmp_path)])
    frames = [frame for frame in shown.split("\r") if f"{label}  [" in frame]
    assert len(frames) > 2
    assert "[####################################]  100%" in frames[-1]
    (tmp_path / "00_a.sql").unlink()
    (tmp_path / "01_a.sql").unlink()
    (tmp_path / "02_a.sql").unlink()
    assert label not in on_a_terminal([*command, "--no-cache", str(tmp_path)])


def on_a_terminal(arguments: list[str]) -> str:
    """Run the program with a terminal for its stderr, and return what that shows."""
    ours, theirs = pty.openpty()
    with subprocess.Popen(
        [sys.executable, "-m", "echoes_schema", *arguments],
        cwd=ROOT,
        env=without_server_variables(os.environ),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=theirs,
    ):
        os.close(theirs)
        return "".join(_chunks(ours))


def _chunks(ours: int) -> list[str]:
    """Read until the other end is closed, which Linux tells by an error."""
    chunks = []
    try:
        while chunk := os.read(ours, 4096):
            chunks.append(chunk.decode())
    except OSError:
        pass
    os.close(ours)
    return chunks
