"""The hooks that other repositories use, run by the real pre-commit, and the GitHub Action."""

import os
import re
import subprocess
import sys
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


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    """Return a repository of one good migration that has our hooks.

    pre-commit would build an environment of its own from a package index: `language: system`
    runs the program that is installed here, and all else is the file's own.
    """
    hooks = [{**hook, "language": "system"} for hook in HOOKS]
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


def test_action_uses_every_input_and_no_other() -> None:
    text = (ROOT / "action.yml").read_text("utf-8")
    assert set(re.findall(r"\{\{ inputs\.([a-z-]+) \}\}", text)) == ACTION["inputs"].keys()
    assert all(one["description"] for one in ACTION["inputs"].values())


@pytest.mark.parametrize(
    ("inputs", "code", "said"),
    [
        ({}, 1, "::error"),
        ({"PATHS": "sql/migrations/0001_a.sql"}, 0, ""),
        ({"PATHS": "missing.sql"}, 2, ""),
        ({"FAIL_ON": "nothing"}, 2, ""),
    ],
)
def test_last_step_of_the_action_runs(
    repository: Path, inputs: dict[str, str], code: int, said: str
) -> None:
    write(repository, {"sql/migrations/0002_b.sql": "CREATE INDEX i ON ships (a);\n"})
    temporary = repository.parent / f"{repository.name}-runner"
    (temporary / "echoes-schema").mkdir(parents=True)
    (temporary / "echoes-schema/bin").symlink_to(BIN)
    step = ACTION["runs"]["steps"][-1]
    environment = {**os.environ, **dict.fromkeys(step["env"], ""), **inputs}
    environment["RUNNER_TEMP"] = str(temporary)
    command = ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", step["run"]]
    done = subprocess.run(
        command, cwd=repository, env=environment, capture_output=True, text=True, check=False
    )
    assert (done.returncode, said in done.stdout) == (code, True), done.stderr
