"""Whatever a file holds, the linter says something of it, and of the files beside it."""

import os
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from echoes_schema.errors import FileError
from echoes_schema.lint import files
from echoes_schema.render.findings import render
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


@pytest.fixture
def shut() -> Iterator[Path]:
    """Return a folder with a closed folder and a closed file, as somebody who is not root."""
    with tempfile.TemporaryDirectory(prefix="echoes-shut-", dir="/tmp") as name:
        folder = write(Path(name), {"closed/1_a.sql": HAZARD, "1_a.sql": HAZARD, "2_b.sql": HAZARD})
        # Later nobody could load what it needs.
        report(folder)
        folder.chmod(0o755)
        (folder / "closed").chmod(0)
        (folder / "1_a.sql").chmod(0)
        user = os.geteuid()
        if user == 0:
            os.seteuid(65534)
        try:
            yield folder
        finally:
            os.seteuid(user)
            (folder / "closed").chmod(0o755)


def test_a_folder_without_permission_is_one_line(shut: Path) -> None:
    with pytest.raises(FileError, match="Permission denied"):
        report(shut, "closed")


def test_a_file_without_permission_is_found_and_the_others_judged(shut: Path) -> None:
    found = report(shut)
    assert only(found, "refused-file").message == "Permission denied"
    assert "2_b.sql:1 index-not-concurrent" in rules(found)


def test_a_file_in_a_folder_without_permission_is_one_line(shut: Path) -> None:
    with pytest.raises(FileError, match="Permission denied"):
        report(shut, "closed/1_a.sql")


def test_what_is_no_file_does_not_stop_the_others(tmp_path: Path) -> None:
    """A pipe nobody writes to, links to nothing and to themselves, a folder named as a file."""
    write(tmp_path, {"1_a.sql": HAZARD})
    os.mkfifo(tmp_path / "2_pipe.sql")
    (tmp_path / "3_nothing.sql").symlink_to("nowhere")
    (tmp_path / "4_itself.sql").symlink_to("4_itself.sql")
    (tmp_path / "5_folder.sql").mkdir()
    (tmp_path / "around").symlink_to(".")
    assert "1_a.sql:1 index-not-concurrent" in rules(report(tmp_path))
    for name in ("2_pipe.sql", "3_nothing.sql", "4_itself.sql", "5_folder.sql"):
        with pytest.raises(FileError):
            report(tmp_path, name)


def test_standard_input_is_a_file_by_itself(run: Run) -> None:
    done = run("lint", "-", input=HAZARD)
    assert done.returncode == 1
    assert done.stdout.startswith("-:1:1: error: table ships: ")


def test_a_full_disk_is_one_line(tmp_path: Path) -> None:
    write(tmp_path, {"1_a.sql": HAZARD})
    command = f"{sys.executable} -m echoes_schema lint {tmp_path} > /dev/full"
    done = subprocess.run(["bash", "-c", command], capture_output=True, text=True, check=False)
    assert done.returncode == 2
    assert done.stderr.startswith("error: No space left on device\n")


def test_a_closed_pipe_is_no_traceback(tmp_path: Path) -> None:
    write(tmp_path, {"1_a.sql": f"{HAZARD}\n" * 3000})
    command = f"{sys.executable} -m echoes_schema lint {tmp_path} | head -1"
    done = subprocess.run(["bash", "-c", command], capture_output=True, text=True, check=False)
    assert done.stderr == ""


@pytest.mark.parametrize(
    "text",
    [";;;", "\ufeffSELECT 1", "SELECT 1;\r\n\r\nSELEC 2;\r", "$$", "/*", "--", "\\", "'", "é" * 999,
     "DO $$", "COPY t FROM stdin;", "COPY t FROM stdin;\n", "U&'\\", "E'\\", "{{", "ALTER TABLE",
     "SELECT E'\\0'", "-- allow drop-table: x\n" + "SELEC;" * 30 + "$$"],
)  # fmt: skip
def test_odd_texts_are_read_to_their_end(tmp_path: Path, text: str) -> None:
    found = report(write(tmp_path, {"a.sql": f"{text}\n;{HAZARD}"}), "a.sql")
    assert all(one.line >= 1 and one.column >= 1 for one in found.findings)
    assert found.findings


@pytest.mark.parametrize(
    ("text", "line", "said"),
    [
        ("SELECT :'name';", 1, "psql-only: a psql variable"),
        ("SELECT 1;\nSELECT :name;", 2, "psql-only: a psql variable"),
        ("\\set x 1\nSELECT 1;", 1, "psql-only: a psql command"),
        ("COPY t FROM STDIN;\nit's;\n\\.", 1, "psql-only: data after COPY … FROM STDIN"),
        ("/* the rest\nof it", 1, 'unterminated /* comment at or near "/* the rest…'),
        ("SELECT 'the rest\nof it", 1, "unterminated quoted string at or near \"'the rest…"),
        ("DO $x$ BEGIN\nEND", 1, 'unterminated dollar-quoted string at or near "$x$ BEGIN…'),
    ],
)
def test_what_is_no_sql_is_one_line_and_what_stands_above_is_judged(
    tmp_path: Path, text: str, line: int, said: str
) -> None:
    write(tmp_path, {"a.sql": f"{HAZARD}\n{text}"})
    found = report(tmp_path, "a.sql").findings
    hazard, finding, *_ = [one for one in found if one.rule != "missing-rollback"]
    assert hazard.rule == "index-not-concurrent"
    assert (finding.line, finding.message) == (line + 1, said)


# Each of them PostgreSQL takes as it is, or says itself that it has had enough.
NESTED: dict[str, Callable[[int], str]] = {
    "and-or": lambda n: "DELETE FROM t WHERE " + "(a = 1 OR (b = 2 AND " * n + "c" + "))" * n,
    "call": lambda n: f"ALTER TABLE t ADD c text DEFAULT {'md5(' * n}'a'{')' * n}",
    "case": lambda n: f"UPDATE t SET a = {'CASE WHEN b THEN ' * n}1{' END' * n}",
    "chain": lambda n: f"ALTER TABLE t ADD c text DEFAULT {'||'.join(['now()::text'] * n)}",
    "check": lambda n: f"ALTER TABLE t ADD CHECK ({'(a IS NOT NULL AND ' * n}b{')' * n})",
    "join": lambda n: "CREATE VIEW v AS SELECT 1 FROM t" + " JOIN u USING (a)" * n,
    "parentheses": lambda n: f"SELECT {'(' * n}1{')' * n}",
    "select": lambda n: f"SELECT * FROM {'(SELECT * FROM ' * n}t{') x' * n}",
    "union": lambda n: "CREATE TABLE x AS " + " UNION ALL ".join(["SELECT 1"] * n),
    "block": lambda n: f"DO $$ BEGIN {'IF a THEN ' * n}DROP TABLE t;{' END IF;' * n} END $$",
}


def test_message_stays_in_its_line_whatever_a_name_holds(tmp_path: Path) -> None:
    text = "-- irreversible: x\n\nALTER TYPE a RENAME VALUE E'x\\ny' TO 'z';\n"
    found = report(write(tmp_path, {"1_a.sql": text}))
    assert [one.message for one in found.findings if one.rule == "rename-enum-value"] == [
        "a release that still says 'x y' fails"
    ]


@pytest.mark.parametrize("depth", [60, 150, 300, 600, 10_000])
@pytest.mark.parametrize("kind", NESTED)
def test_depth_hides_nothing_beside_it(tmp_path: Path, kind: str, depth: int) -> None:
    write(tmp_path, {"a.sql": f"{HAZARD}\n{NESTED[kind](depth)};\n{HAZARD}"})
    found = rules(report(tmp_path, "a.sql"))
    assert found[0] == "a.sql:1 index-not-concurrent"
    assert found[-1] == "a.sql:3 index-not-concurrent"
    assert "a.sql:2 syntax-error" not in found or depth == 10_000


def test_a_chain_of_operators_is_cut_and_told(tmp_path: Path) -> None:
    write(tmp_path, {"a.sql": f"{NESTED['chain'](400)};\n{NESTED['chain'](20)};"})
    assert only(report(tmp_path, "a.sql"), "nested-too-deeply").line == 1


LONG = {
    "inserts": "INSERT INTO ships (a) VALUES (1);\n" * 20_000,
    "tables": "".join(f"CREATE TABLE t{number} (a int);\n" for number in range(5_000)),
    "columns": f"CREATE TABLE t ({', '.join(f'c{number} int' for number in range(9_000))});",
    "actions": f"ALTER TABLE t {', '.join(f'ADD c{number} int' for number in range(9_000))};",
    "alters": "".join(f"ALTER TABLE t ADD c{number} int;\n" for number in range(5_000)),
    "allowances": "".join(
        f"-- allow drop-column: {number}\nALTER TABLE t DROP c{number};\n"
        for number in range(20_000)
    ),
    "allowed actions": "ALTER TABLE t "
    + ",".join(f"\n-- allow drop-column: {number}\nDROP c{number}" for number in range(20_000)),
    "rows": f"INSERT INTO ships VALUES {', '.join(['(1, 2)'] * 50_000)};",
    "words": "copy " * 50_000,
    "copies": "copy t from stdin " * 20_000,
    "backslashes": "\\\n" * 20_000,
}


@pytest.mark.parametrize("kind", LONG)
def test_the_time_grows_with_the_text_and_not_with_its_square(tmp_path: Path, kind: str) -> None:
    """A machine at work needs seconds where a square would take minutes."""
    write(tmp_path, {"a.sql": LONG[kind]})
    command = [sys.executable, "-m", "echoes_schema", "lint", str(tmp_path / "a.sql")]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=60)
    assert (done.returncode in (0, 1), done.stderr) == (True, "")


def test_no_character_of_a_file_reaches_the_terminal_as_a_command(tmp_path: Path) -> None:
    write(tmp_path, {"a.sql": 'CREATE INDEX "\x1b[2J\u202ei" ON "t\x07\x85" (a);'})
    text = render(report(tmp_path, "a.sql"), "text")
    assert all(one.isprintable() for one in text.split("\n"))
    assert "^" * 20 in text


@pytest.mark.parametrize("form", ["text", "json", "sarif", "junit", "github", "gitlab"])
def test_names_that_are_no_text_are_printed_in_every_format(
    tmp_path: Path, form: str, run: Run
) -> None:
    """Neither a name of other bytes nor a locale of other letters stops the output."""
    name = os.fsdecode(b"a\xff\n\xc3\xa9.sql")
    (tmp_path / name).write_text(HAZARD, "utf-8")
    done = run("lint", str(tmp_path), "--format", form, env={"PYTHONIOENCODING": "ascii"})
    assert (done.returncode, done.stderr) == (1, "")
    assert "é" in done.stdout or "%C3%A9" in done.stdout


def test_a_utf16_file_is_found(tmp_path: Path) -> None:
    write(tmp_path, {"a.sql": HAZARD.encode("utf-16"), "b.sql": HAZARD.encode("utf-16-be")})
    found = [one.message for one in report(tmp_path).findings if one.rule == "refused-file"]
    assert found == ["not UTF-8", "a NUL character"]
