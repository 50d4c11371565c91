"""`fmt` as a user runs it."""

import subprocess
from collections.abc import Callable
from pathlib import Path

import psycopg
import pytest

from tests.harness.program import Run
from tests.lint.project import write

UGLY = "create table  ships (a int);\n"
NEAT = "CREATE TABLE ships (a int);\n"
PROJECT = '[tool.echoes-schema]\nsql = "sql"\n'


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a project of two files, one of them ugly, with a cache of its own."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    files = {
        "pyproject.toml": PROJECT,
        "sql/migrations/0001_a.sql": UGLY,
        "sql/migrations/0001_a.rollback.sql": "DROP TABLE ships;\n",
    }
    return write(tmp_path, files)


def text(project: Path) -> str:
    return (project / "sql/migrations/0001_a.sql").read_text()


def test_files_are_brought_into_shape_once(run: Run, project: Path) -> None:
    done = run("fmt", cwd=project)
    said = "reformatted sql/migrations/0001_a.sql\nreformatted 1, 1 unchanged\n"
    assert (done.returncode, done.stdout, done.stderr, text(project)) == (0, said, "", NEAT)
    done = run("fmt", cwd=project)
    assert (done.returncode, done.stdout) == (0, "reformatted 0, 2 unchanged\n")


def test_check_writes_nothing_and_exits_with_1(run: Run, project: Path) -> None:
    done = run("fmt", "--check", cwd=project)
    assert (done.returncode, text(project)) == (1, UGLY)
    assert done.stdout.startswith("would reformat sql/migrations/0001_a.sql\n")
    write(project, {"sql/migrations/0001_a.sql": NEAT})
    assert run("fmt", "--check", cwd=project).returncode == 0


def test_diff_is_a_patch_that_makes_it_so(run: Run, project: Path) -> None:
    done = run("fmt", "--diff", cwd=project)
    assert (done.returncode, text(project)) == (1, UGLY)
    subprocess.run(["patch", "-p0"], cwd=project, input=done.stdout, text=True, check=True)
    assert text(project) == NEAT


def test_standard_input_comes_back_on_standard_output(run: Run, project: Path) -> None:
    done = run("fmt", "-", cwd=project, input=UGLY)
    assert (done.returncode, done.stdout, done.stderr) == (0, NEAT, "")
    assert run("fmt", "--check", "-", cwd=project, input=UGLY).returncode == 1


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("SELECT  1;\n\\set x 1\n", "line 2, column 1: a psql command"),
        ("SELECT  1 FROM;\n", 'line 1, column 15: syntax error at or near ";"'),
        (b"SELECT  '\xff';\n", "not UTF-8"),
        ("SELECT  1;\n" * 10_000, "110000 characters: more than 100000 are not brought into shape"),
    ],
    ids=["psql", "syntax", "bytes", "large"],
)
def test_file_that_cannot_be_compared_is_left_alone_with_an_error(
    run: Run, project: Path, content: str | bytes, said: str
) -> None:
    file = write(project, {"sql/x.sql": content}) / "sql/x.sql"
    before = file.read_bytes()
    done = run("fmt", "sql/x.sql", cwd=project)
    assert (done.returncode, file.read_bytes()) == (2, before)
    assert done.stderr == f"error: sql/x.sql is left as it is: {said}\n"
    assert done.stdout == "reformatted 0, 0 unchanged, 1 not\n"


def test_what_a_file_does_stays_though_sqlfluff_would_change_it(run: Run, project: Path) -> None:
    """sqlfluff takes ELSE NULL away: another tree, though the same answer."""
    write(project, {"sql/x.sql": "select  case when a then b else null end from t;\n"})
    assert run("fmt", "sql/x.sql", cwd=project).returncode == 0
    expected = "SELECT CASE WHEN a THEN b ELSE NULL END FROM t;\n"
    assert (project / "sql/x.sql").read_text() == expected


def test_line_ends_byte_order_mark_and_rights_stay(run: Run, project: Path) -> None:
    file = write(project, {"sql/x.sql": b"\xef\xbb\xbfselect  1;\r\nselect 2;\r\n"}) / "sql/x.sql"
    file.chmod(0o640)
    assert run("fmt", "sql/x.sql", cwd=project).returncode == 0
    assert file.read_bytes() == b"\xef\xbb\xbfSELECT 1;\r\nSELECT 2;\r\n"
    assert file.stat().st_mode & 0o777 == 0o640


def test_marks_of_dbmate_stay_where_they_are(run: Run, project: Path) -> None:
    before = "-- migrate:up\ncreate table  a (b int);\n\n-- migrate:down\ndrop table  a;\n"
    write(project, {"sql/1_a.sql": before})
    assert run("fmt", "sql/1_a.sql", cwd=project).returncode == 0
    expected = "-- migrate:up\nCREATE TABLE a (b int);\n\n-- migrate:down\nDROP TABLE a;\n"
    assert (project / "sql/1_a.sql").read_text() == expected


def test_settings_of_sqlfluff_win_over_ours(run: Run, project: Path) -> None:
    """And what was remembered of the time before them is no answer."""
    assert run("fmt", "--check", cwd=project).returncode == 1
    own = "[sqlfluff:rules:capitalisation.keywords]\ncapitalisation_policy = lower\n"
    write(project, {".sqlfluff": own})
    assert run("fmt", cwd=project).returncode == 0
    assert text(project) == "create table ships (a int);\n"


def test_excluded_files_are_left_alone(run: Run, project: Path) -> None:
    excluded = (
        '[tool.echoes-schema.lint]\nexclude = [{ path = "sql/*/0001_a.sql", reason = "x" }]\n'
    )
    write(project, {"pyproject.toml": PROJECT + excluded})
    assert run("fmt", cwd=project).returncode == 0
    assert text(project) == UGLY


@pytest.mark.parametrize(
    ("arguments", "said"),
    [(["missing.sql"], "missing.sql: no such file"), (["cache"], "no .sql file in cache")],
)
def test_nothing_to_shape_exits_with_2(
    run: Run, project: Path, arguments: list[str], said: str
) -> None:
    (project / "cache").mkdir()
    done = run("fmt", *arguments, cwd=project)
    assert (done.returncode, done.stdout, said in done.stderr) == (2, "", True)


def test_settings_of_sqlfluff_that_are_none_exit_with_2(run: Run, project: Path) -> None:
    write(project, {".sqlfluff": "[sqlfluff]\ndialect = postgrex\n"})
    done = run("fmt", cwd=project)
    assert (done.returncode, "Traceback" in done.stderr) == (2, False)
    assert done.stderr.startswith("error: sqlfluff: ")


def test_applied_migration_counts_as_unchanged_afterwards(
    run: Run, project: Path, empty: psycopg.Connection, url: Callable[[psycopg.Connection], str]
) -> None:
    target = ["--database", url(empty)]
    assert run(*target, "up", cwd=project).returncode == 0
    assert run("fmt", cwd=project).returncode == 0
    assert text(project) == NEAT
    done = run(*target, "status", "--exit-code", cwd=project)
    assert (done.returncode, "changed" in done.stdout) == (0, False), done.stdout
