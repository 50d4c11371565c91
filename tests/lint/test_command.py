"""`lint` and `explain` as a user runs them."""

import json
import subprocess
from pathlib import Path

import pytest

from tests.harness.program import Run
from tests.lint.project import write

WAY_BACK = "-- transactional: false\nDROP INDEX CONCURRENTLY i;\n"
HAZARD = "CREATE INDEX i ON ships (b);\n"
PROJECT = '[tool.echoes-schema]\nsql = "sql"\n[tool.echoes-schema.lint]\n'


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """Return a project of two migrations, the second a hazard."""
    return write(
        tmp_path,
        {
            "pyproject.toml": PROJECT,
            "sql/migrations/0001_a.sql": "CREATE TABLE ships (a bigint PRIMARY KEY, b int);\n",
            "sql/migrations/0001_a.rollback.sql": "DROP TABLE ships;\n",
            "sql/migrations/0002_b.sql": HAZARD,
            "sql/migrations/0002_b.rollback.sql": WAY_BACK,
        },
    )


def git(folder: Path, *arguments: str) -> None:
    person = ["-c", "user.name=Ann", "-c", "user.email=ann@example.org"]
    subprocess.run(["git", *person, *arguments], cwd=folder, check=True, capture_output=True)


def test_findings_exit_with_1_and_none_with_0(run: Run, project: Path) -> None:
    done = run("lint", cwd=project)
    assert (done.returncode, done.stdout.count("\n"), done.stderr) == (1, 5, "")
    done = run("lint", "sql/migrations/0001_a.sql", cwd=project)
    assert (done.returncode, done.stdout) == (0, "0 findings in 1 file, 1 statement\n")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["missing.sql"], "missing.sql: no such file"),
        (["--git-base", "nowhere"], "--git-base: "),
        (["--since", "0009"], "no migration 0009"),
        (["--baseline", "missing.json"], "missing.json: No such file"),
        (["--baseline", "pyproject.toml"], "pyproject.toml: not a baseline"),
    ],
)
def test_what_cannot_be_judged_exits_with_2(
    run: Run, project: Path, arguments: list[str], said: str
) -> None:
    done = run("lint", *arguments, cwd=project)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith(f"error: {said}")


@pytest.mark.parametrize(
    ("settings", "code"),
    [
        ('rules = { index-not-concurrent = "off" }', 0),
        ('rules = { index-not-concurrent = "info" }', 0),
        ('rules = { index-not-concurrent = "warning" }', 1),
        ('fail-on = "error"\nrules = { index-not-concurrent = "warning" }', 0),
        ('exclude = [{ path = "sql/migrations/0002*", reason = "old" }]', 0),
        ('paths = ["sql/migrations/0001_a.sql"]', 0),
        ('rules = { index-not-concurent = "off" }', 2),
    ],
)
def test_settings_decide(run: Run, project: Path, settings: str, code: int) -> None:
    (project / "pyproject.toml").write_text(f"{PROJECT}{settings}\n")
    assert run("lint", cwd=project).returncode == code


def test_file_beside_one_that_is_named_as_a_part_of_a_migration_is_judged(
    run: Run, project: Path
) -> None:
    write(project, {"up.sql": "SELECT 1;\n", "other.sql": "DROP TABLE t;\n"})
    done = run("lint", "other.sql", cwd=project)
    assert (done.returncode, done.stderr) == (1, "")
    assert done.stdout.startswith("other.sql:1:1: ")


def test_fail_on_option_wins_over_the_project(run: Run, project: Path) -> None:
    (project / "pyproject.toml").write_text(
        f'{PROJECT}rules = {{ index-not-concurrent = "warning" }}\n'
    )
    assert run("lint", "--fail-on", "error", cwd=project).returncode == 0


def test_since_judges_what_comes_after(run: Run, project: Path) -> None:
    assert run("lint", "--since", "0001", cwd=project).returncode == 1
    done = run("lint", "--since", "0002", cwd=project)
    assert (done.returncode, done.stdout) == (0, "0 findings in 0 files, 0 statements\n")


def test_git_base_judges_what_the_branch_changed(run: Run, project: Path) -> None:
    """Untracked files count; what was there before does not, though it is read."""
    git(project, "init", "--initial-branch", "main")
    git(project, "add", ".")
    git(project, "commit", "--message", "one")
    assert run("lint", "--git-base", "main", cwd=project).returncode == 0
    write(project, {"sql/migrations/0003_c.sql": "ALTER TABLE ships ALTER b TYPE int4;"})
    done = run("lint", "--git-base", "main", "--format", "json", cwd=project)
    assert [one["rule"] for one in json.loads(done.stdout)["findings"]] == ["missing-rollback"]


def test_baseline_allows_what_was_there(run: Run, project: Path) -> None:
    assert run("lint", "--write-baseline", "known.json", cwd=project).returncode == 0
    assert run("lint", "--baseline", "known.json", cwd=project).returncode == 0
    write(project, {"sql/migrations/0002_b.sql": HAZARD + HAZARD})
    done = run("lint", "--baseline", "known.json", cwd=project)
    assert done.returncode == 1
    assert done.stdout.count("[index-not-concurrent]") == 1


@pytest.mark.parametrize("text", ["[[[", "[" * 100_000, "{}", '{"findings": [{}]}', "\udcff"])
def test_a_file_that_is_no_baseline_is_one_line(run: Run, project: Path, text: str) -> None:
    (project / "known.json").write_bytes(text.encode(errors="surrogateescape"))
    done = run("lint", "--baseline", "known.json", cwd=project)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith("error: known.json: not a baseline\n")


def test_explain_prints_the_page(run: Run) -> None:
    done = run("explain", "drop-column")
    assert done.stdout.startswith("drop-column (compatibility, warning)\n\nA column goes, ")
    done = run("explain", "drop-colum")
    assert (done.returncode, "Did you mean drop-column?" in done.stderr) == (2, True)


def test_explain_in_json_has_the_documented_shape(run: Run) -> None:
    found = json.loads(run("explain", "drop-column", "--format", "json").stdout)
    page = found["rule"].pop("page")
    facts = {"name": "drop-column", "category": "compatibility", "level": "warning"}
    assert found == {"version": 1, "rule": facts}
    assert page.startswith("A column goes, ")


def test_our_own_schema_has_no_finding_that_is_not_explained(run: Run) -> None:
    done = run("lint")
    assert done.returncode == 0, done.stdout
