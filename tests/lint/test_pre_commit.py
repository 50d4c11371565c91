"""The hooks that other repositories use, run by the real pre-commit, and the GitHub Action."""

import os
import re
import subprocess
import sys
import tomllib
from collections.abc import Mapping
from pathlib import Path

import pytest
import yaml

from tests.harness.schema import ROOT
from tests.lint.project import write

BIN = Path(sys.executable).parent
HOOKS = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text("utf-8"))
ACTION = yaml.safe_load((ROOT / "action.yml").read_text("utf-8"))
FILES = {
    "pyproject.toml": '[tool.echoes-schema]\nsql = "sql"\n',
    "notes.sql.txt": "CREATE INDEX",
    "sql/migrations/0001_a.sql": "CREATE TABLE ships (a int);\n",
    "sql/migrations/0001_a.rollback.sql": "DROP TABLE ships;\n",
}
UGLY = "-- irreversible: x\n\ncreate table  docks (a int);\n"
NEAT = "-- irreversible: x\n\nCREATE TABLE docks (a int);\n"


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    """Return a repository of one good migration that has our hooks.

    pre-commit would build an environment of its own from a package index: `language: system`
    runs the program that is installed here, and all else is the file's own.
    """
    hooks = [{**hook, "language": "system", "additional_dependencies": []} for hook in HOOKS]
    config = {"repos": [{"repo": "local", "hooks": hooks}]}
    write(tmp_path, {**FILES, ".pre-commit-config.yaml": yaml.safe_dump(config)})
    git(tmp_path, "init", "--initial-branch", "main")
    git(tmp_path, "add", ".")
    return tmp_path


def git(folder: Path, *arguments: str) -> None:
    subprocess.run(["git", *arguments], cwd=folder, check=True, capture_output=True)


def pre_commit(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    home = str(folder.parent / f"{folder.name}-home")
    environment = {**os.environ, "PATH": f"{BIN}:{os.environ['PATH']}", "PRE_COMMIT_HOME": home}
    return subprocess.run(
        [str(BIN / "pre-commit"), *arguments],
        cwd=folder,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )


def runner(folder: Path) -> Path:
    """Return the folder that GitHub gives a job for what it needs meanwhile."""
    return folder.parent / f"{folder.name}-runner"


def shell(folder: Path, script: str, given: Mapping[str, str]) -> subprocess.CompletedProcess[str]:
    """Run a step's script as GitHub does, with every input that is not given empty."""
    empty = dict.fromkeys(ACTION["runs"]["steps"][-1]["env"], "")
    return subprocess.run(
        ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", script],
        cwd=folder,
        env={**os.environ, **empty, **given, "RUNNER_TEMP": str(runner(folder))},
        capture_output=True,
        text=True,
        check=False,
    )


def test_the_file_of_hooks_is_one_for_pre_commit() -> None:
    done = pre_commit(ROOT, "validate-manifest", ".pre-commit-hooks.yaml")
    assert done.returncode == 0, done.stdout


def test_good_migration_passes_every_hook(repository: Path) -> None:
    done = pre_commit(repository, "run", "--verbose")
    assert (done.returncode, done.stdout.count("Passed")) == (0, len(HOOKS)), done.stdout


def test_hazard_in_a_changed_file_fails(repository: Path) -> None:
    """The migrations before it are read, though only the changed file is given."""
    write(repository, {"sql/migrations/0002_b.sql": "CREATE INDEX i ON ships (a);\n"})
    git(repository, "add", ".")
    done = pre_commit(
        repository, "run", "echoes-schema-lint", "--files", "sql/migrations/0002_b.sql"
    )
    assert done.returncode == 1
    assert "sql/migrations/0002_b.sql:1:1: error:" in done.stdout
    assert "[index-not-concurrent]" in done.stdout


def test_removed_way_back_fails_the_whole_folder_alone(repository: Path) -> None:
    (repository / "sql/migrations/0001_a.rollback.sql").unlink()
    write(repository, {"sql/migrations/0002_b.sql": "-- irreversible: x\n\nSELECT 1;\n"})
    git(repository, "add", ".")
    changed = ["--files", "sql/migrations/0002_b.sql"]
    assert pre_commit(repository, "run", "echoes-schema-lint", *changed).returncode == 0
    done = pre_commit(repository, "run", "echoes-schema-lint-all", *changed)
    assert (done.returncode, "[missing-rollback]" in done.stdout) == (1, True)


def test_ugly_file_is_shaped_and_fails_once(repository: Path) -> None:
    """A hook that changes a file fails, so that the person looks at what is committed."""
    write(repository, {"sql/migrations/0002_b.sql": UGLY})
    git(repository, "add", ".")
    done = pre_commit(repository, "run", "echoes-schema-fmt")
    assert (done.returncode, "files were modified by this hook" in done.stdout) == (1, True)
    assert (repository / "sql/migrations/0002_b.sql").read_text() == NEAT
    git(repository, "add", ".")
    assert pre_commit(repository, "run", "echoes-schema-fmt").returncode == 0


def test_fmt_is_installed_with_what_it_needs() -> None:
    """pre-commit hands additional dependencies to pip in this repository's folder."""
    [fmt] = [hook for hook in HOOKS if hook["id"] == "echoes-schema-fmt"]
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    assert fmt["additional_dependencies"] == [".[style]"]
    assert {"sqlfluff"} == {
        re.split(r"[<>=]", one)[0] for one in project["optional-dependencies"]["style"]
    }


def test_our_own_hooks_are_what_make_lint_runs() -> None:
    config = yaml.safe_load((ROOT / ".pre-commit-config.yaml").read_text("utf-8"))
    entries = [hook["entry"] for one in config["repos"] for hook in one["hooks"]]
    words = {entry.split("/bin/")[1].split(" ")[0] for entry in entries}
    makefile = (ROOT / "Makefile").read_text("utf-8")
    recipe = makefile.partition("\nlint:")[2].partition("\n\n")[0]
    assert words == set(re.findall(r"\$\(BIN\)/([a-z-]+)", recipe))


def test_action_uses_every_input_and_no_other() -> None:
    text = (ROOT / "action.yml").read_text("utf-8")
    assert set(re.findall(r"\{\{ inputs\.([a-z-]+) \}\}", text)) == ACTION["inputs"].keys()
    assert all(one["description"] for one in ACTION["inputs"].values())


def test_action_has_the_shape_of_a_composite_one() -> None:
    """https://docs.github.com/en/actions/reference/workflows-and-actions/metadata-syntax."""
    assert {"name", "description", "runs"} <= ACTION.keys()
    assert ACTION.keys() <= {"name", "author", "description", "branding", "inputs", "runs"}
    assert ACTION["runs"].keys() == {"using", "steps"}
    assert ACTION["runs"]["using"] == "composite"
    for one in ACTION["inputs"].values():
        assert one.keys() == {"description", "default"}
        assert isinstance(one["default"], str)
    for step in ACTION["runs"]["steps"]:
        assert ("uses" in step) != ("run" in step)
        assert step.keys() <= {"name", "uses", "with", "run", "shell", "env", "working-directory"}
        assert "shell" in step or "uses" in step, "a composite action's step must name its shell"


def test_no_input_is_pasted_into_a_script() -> None:
    """It would be run: what a branch is called is for a stranger to choose."""
    scripts = [step.get("run", "") for step in ACTION["runs"]["steps"]]
    assert not any("${{" in script for script in scripts)


def test_shell_takes_every_step() -> None:
    for step in ACTION["runs"]["steps"]:
        checked = subprocess.run(["bash", "-n"], input=step.get("run", ""), text=True, check=False)
        assert checked.returncode == 0


def test_steps_install_the_program_and_run_it(repository: Path) -> None:
    """As on a machine of GitHub's: what is installed has the settings of the style with it."""
    [install] = [step for step in ACTION["runs"]["steps"] if step.get("name") == "Install"]
    given = {"GITHUB_ACTION_PATH": str(ROOT), "STYLE": "true", "PATHS": "sql/migrations/0002_b.sql"}
    write(repository, {"sql/migrations/0002_b.sql": UGLY})
    # What is run once is compiled when it is: hundreds of files are not run at all.
    done = shell(repository, install["run"], {**given, "PIP_NO_COMPILE": "1"})
    assert done.returncode == 0, done.stderr
    done = shell(repository, ACTION["runs"]["steps"][-1]["run"], given)
    assert (done.returncode, "(style-cp01)" in done.stdout) == (1, True), done.stderr


@pytest.mark.parametrize(
    ("inputs", "code", "said"),
    [
        ({}, 1, "::error"),
        ({"STYLE": "true"}, 1, "style-cp01"),
        ({"BASE": "HEAD"}, 1, "::error"),
        ({"BASE": "nowhere"}, 2, ""),
        ({"PATHS": "sql/migrations/0001_a.sql"}, 0, ""),
        ({"PATHS": "missing.sql"}, 2, ""),
        ({"FAIL_ON": "nothing"}, 2, ""),
    ],
)
def test_last_step_of_the_action_runs(
    repository: Path, inputs: dict[str, str], code: int, said: str
) -> None:
    person = ["-c", "user.name=Ann", "-c", "user.email=ann@example.org"]
    git(repository, *person, "commit", "--message", "one", "--no-verify")
    write(repository, {"sql/migrations/0002_b.sql": "create INDEX i ON ships (a);\n"})
    program = runner(repository) / "echoes-schema"
    program.mkdir(parents=True)
    (program / "bin").symlink_to(BIN)
    done = shell(repository, ACTION["runs"]["steps"][-1]["run"], inputs)
    assert (done.returncode, said in done.stdout) == (code, True), done.stderr
