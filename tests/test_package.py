"""What `pip install` brings: the wheel alone applies and checks the schema, anywhere."""

import os
import subprocess
import sys
import tarfile
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import psycopg
import pytest

from tests.harness.schema import ROOT
from tests.harness.server import without_server_variables


@pytest.fixture(scope="module")
def distributions() -> Iterator[Path]:
    """Return a folder with the built wheel and sdist."""
    with TemporaryDirectory() as folder:
        subprocess.run(
            [sys.executable, "-m", "build", "--no-isolation", "--outdir", folder, ROOT],
            check=True,
            capture_output=True,
        )
        yield Path(folder)


def _tracked(folder: str) -> set[str]:
    return {
        str(file.relative_to(ROOT))
        for file in (ROOT / folder).rglob("*")
        if file.suffix in (".sql", ".md")
    }


def test_wheel_holds_every_file_of_the_database(distributions: Path) -> None:
    (wheel,) = distributions.glob("*.whl")
    names = zipfile.ZipFile(wheel).namelist()
    expected = _tracked("sql") | _tracked("docs/schema")
    assert expected
    assert expected <= {name.removeprefix("echoes_schema/bundle/") for name in names}


def test_wheel_holds_the_settings_of_the_style(distributions: Path) -> None:
    (wheel,) = distributions.glob("*.whl")
    held = zipfile.ZipFile(wheel).read("echoes_schema/bundle/.sqlfluff")
    assert held == (ROOT / ".sqlfluff").read_bytes()


@pytest.mark.parametrize("folder", ["sql", "docs", "src", "tests", "bench", "examples"])
def test_sdist_holds_what_make_works_on(distributions: Path, folder: str) -> None:
    (sdist,) = distributions.glob("*.tar.gz")
    with tarfile.open(sdist) as archive:
        names = {name.partition("/")[2] for name in archive.getnames()}
    assert _tracked(folder) <= names


@pytest.fixture(scope="module")
def installed(distributions: Path) -> Path:
    """Return the program in an empty environment that has the wheel and no extra."""
    environment = distributions / "environment"
    subprocess.run([sys.executable, "-m", "venv", environment], check=True)
    (wheel,) = distributions.glob("*.whl")
    pip = [str(environment / "bin/pip"), "install", "--quiet", "--disable-pip-version-check"]
    subprocess.run([*pip, str(wheel)], check=True)
    return environment / "bin/echoes-schema"


def _run(
    program: Path, *arguments: str, folder: Path | None = None
) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [program, *arguments],
        cwd=folder or program.parent,
        env={**without_server_variables(os.environ), "ECHOES_HOME": str(program.parent / "home")},
        capture_output=True,
        text=True,
        check=False,
    )


def test_installed_wheel_brings_up_a_conformant_database(
    installed: Path, empty: psycopg.Connection, url: Callable[[psycopg.Connection], str]
) -> None:
    for command in ("up", "seed", "check"):
        ended = _run(installed, "--database", url(empty), command)
        assert ended.returncode == 0, ended.stdout + ended.stderr
    assert empty.execute("SELECT count(*) > 0 FROM regions").fetchone() == (True,)


def test_installed_wheel_makes_the_browser(
    installed: Path, migrated: psycopg.Connection, url: Callable[[psycopg.Connection], str]
) -> None:
    ended = _run(installed, "--database", url(migrated), "docs", "html")
    assert ended.returncode == 0, ended.stderr
    assert ended.stdout.startswith("<!doctype html>")


def test_installed_wheel_without_the_extra_says_how_to_get_the_server(installed: Path) -> None:
    ended = _run(installed, "up")
    assert ended.returncode == 2
    assert "echoes-schema[embedded]" in ended.stderr
    assert "Traceback" not in ended.stderr


@pytest.fixture
def elsewhere(tmp_path: Path) -> Path:
    """Return the folder of another project, with migrations for another tool."""
    (tmp_path / "db").mkdir()
    (tmp_path / "db/1_a.up.sql").write_text("CREATE TABLE t (id bigint PRIMARY KEY, a int);\n")
    (tmp_path / "db/2_b.up.sql").write_text("CREATE INDEX i ON t (a);\n")
    return tmp_path


def test_installed_wheel_judges_the_migrations_of_another_project(
    installed: Path, elsewhere: Path
) -> None:
    ended = _run(installed, "lint", "db", folder=elsewhere)
    assert (ended.returncode, ended.stderr) == (1, "")
    assert ended.stdout.startswith("db/2_b.up.sql:1:1: error: table t: builds an index")


@pytest.mark.parametrize(
    "command", [["lint", "--style"], ["lint", "--style", "--no-cache"], ["fmt"]]
)
def test_installed_wheel_without_the_extra_says_how_to_get_sqlfluff(
    installed: Path, elsewhere: Path, command: list[str]
) -> None:
    ended = _run(installed, *command, "db", folder=elsewhere)
    assert (ended.returncode, ended.stdout) == (2, "")
    assert ended.stderr.startswith("error: sqlfluff is not installed\n")
    assert "pip install 'echoes-schema[style]'" in ended.stderr


def test_installed_wheel_with_the_extra_judges_the_style(
    distributions: Path, tmp_path: Path, elsewhere: Path
) -> None:
    subprocess.run([sys.executable, "-m", "venv", tmp_path / "environment"], check=True)
    (wheel,) = distributions.glob("*.whl")
    pip = [str(tmp_path / "environment/bin/pip"), "install", "-q", "--disable-pip-version-check"]
    subprocess.run([*pip, f"{wheel}[style]"], check=True)
    program = tmp_path / "environment/bin/echoes-schema"
    (elsewhere / "db/2_b.up.sql").write_text("select  1;\n")
    ended = _run(program, "lint", "db", "--style", folder=elsewhere)
    assert (ended.returncode, ended.stderr) == (1, "")
    assert "[style-cp01]" in ended.stdout
