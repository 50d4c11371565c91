"""Whatever a file holds, the linter says something of it, and of the files beside it."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from echoes_schema.errors import FileError
from echoes_schema.lint import files
from tests.harness.program import Run
from tests.lint.project import only, report, rules, write

HAZARD = "CREATE INDEX i ON ships (a);"


@pytest.mark.parametrize(
    ("raw", "line", "said"),
    [
        (b"SELECT 1;\n\xff\xfe", 2, "not UTF-8"),
        (b"SELECT 1;\n\n\0", 3, "a NUL character"),
    ],
)
@pytest.mark.parametrize("name", ["b.sql", "migrations/2_b.sql"])
def test_a_file_that_is_no_text_is_found_and_the_others_judged(
    tmp_path: Path, name: str, raw: bytes, line: int, said: str
) -> None:
    where = Path(name).parent
    found = report(write(tmp_path, {str(where / "1_a.sql"): HAZARD, name: raw}))
    finding = next(one for one in found.findings if one.rule == "refused-file")
    assert (Path(finding.path).name, finding.line, finding.message) == (Path(name).name, line, said)
    assert "1_a.sql:1 index-not-concurrent" in rules(found)


@pytest.mark.parametrize("project", ["own", "other"])
def test_more_text_than_a_person_writes_is_not_judged(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, project: str
) -> None:
    monkeypatch.setattr(files, "LARGEST", 100)
    write(tmp_path, {"own/1_a.sql": HAZARD + "-" * 100, "other/1_a.sql": "SELECT 1;"})
    found = report(tmp_path / project, str(tmp_path / "own/1_a.sql"))
    assert "are not judged" in only(found, "refused-file").message


def test_a_folder_that_up_refuses_is_found_and_read_file_by_file(tmp_path: Path) -> None:
    found = report(write(tmp_path, {"1_a.sql": HAZARD, "1_b.sql": "SELEC 1;"}))
    assert "two migrations" not in only(found, "syntax-error").message
    assert "1_a.sql:1 index-not-concurrent" in rules(found)


@pytest.mark.parametrize(
    "header", ["-- transactionnal: false", "-- transactional: no", "-- foo: bar"]
)
def test_a_header_that_up_refuses_is_found_with_its_line(tmp_path: Path, header: str) -> None:
    text = f"-- A fact.\n{header}\n\n{HAZARD}"
    found = rules(report(write(tmp_path, {"1_a.sql": text})))
    assert found == ["1_a.sql:2 refused-file", "1_a.sql:4 index-not-concurrent"]


def test_nothing_to_judge_is_no_success(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    with pytest.raises(FileError, match="no file to judge"):
        report(tmp_path, "empty")
    with pytest.raises(FileError, match="no such file"):
        report(tmp_path, "missing.sql")


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_a_folder_without_permission_is_one_line(tmp_path: Path) -> None:
    (tmp_path / "closed").mkdir(mode=0)
    with pytest.raises(FileError, match="Permission denied"):
        report(tmp_path, "closed")


def test_standard_input_is_a_file_by_itself(run: Run) -> None:
    done = run("lint", "-", input=HAZARD)
    assert done.returncode == 1
    assert done.stdout.startswith("-:1:1: error: table ships: ")


def test_a_closed_pipe_is_no_traceback(tmp_path: Path) -> None:
    write(tmp_path, {"1_a.sql": f"{HAZARD}\n" * 3000})
    command = f"{sys.executable} -m echoes_schema lint {tmp_path} | head -1"
    done = subprocess.run(["bash", "-c", command], capture_output=True, text=True, check=False)
    assert done.stderr == ""


@pytest.mark.parametrize(
    "text",
    [";;;", "\ufeffSELECT 1", "SELECT 1;\r\n\r\nSELEC 2;\r", "$$", "/*", "--", "\\", "'", "é" * 999,
     "DO $$", "COPY t FROM stdin;", "COPY t FROM stdin;\n", "U&'\\", "E'\\", "{{", "ALTER TABLE"],
)  # fmt: skip
def test_odd_texts_are_read_to_their_end(tmp_path: Path, text: str) -> None:
    found = report(write(tmp_path, {"a.sql": f"{text}\n;{HAZARD}"}), "a.sql")
    assert all(one.line >= 1 and one.column >= 1 for one in found.findings)
    assert found.findings
