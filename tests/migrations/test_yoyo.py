"""yoyo's own program agrees with us on what is applied."""

import re
import subprocess
import sys
from pathlib import Path

from echoes_schema.migrations.runner import Options
from tests.harness.schema import SQL
from tests.migrations.project import ABC, Project


def listed(project: Project) -> dict[str, str]:
    """Return what `yoyo list` says: A for applied, U for not, by name."""
    uri = project.url.replace("postgresql://", "postgresql+psycopg://") + "&schema=echoes_schema"
    folders = [project.sql / name for name in ("migrations", "indexes")]
    program = str(Path(sys.executable).with_name("yoyo"))
    options = ["--batch", "--no-config-file", "--database", uri]
    done = subprocess.run(
        [program, "list", *options, *(str(folder) for folder in folders if folder.is_dir())],
        capture_output=True,
        text=True,
        check=True,
    )
    out = re.sub(r"\x1b\[[0-9;]*m", "", done.stdout)
    return {name: mark for mark, name in re.findall(r"^([AU])\s+(\S+)", out, re.MULTILINE)}


def ours(project: Project) -> dict[str, str]:
    return {name: "A" if state == "applied" else "U" for name, state in project.states().items()}


def test_yoyo_agrees_after_up_and_down(project: Project) -> None:
    project.write(ABC)
    project.up(Options(to="0002"))
    assert listed(project) == ours(project) == {"0001_a": "A", "0002_b": "A", "0003_c": "U"}
    project.down()
    assert listed(project) == ours(project) == {"0001_a": "A", "0002_b": "U", "0003_c": "U"}


def test_yoyo_reads_our_own_folder(project: Project) -> None:
    project = Project(SQL, project.url, project.connection)
    project.up(Options(to="0019"))
    assert listed(project) == ours(project)
    assert list(listed(project).values()).count("A") == 19


def test_yoyo_leaves_nothing_that_stops_us(project: Project) -> None:
    project.write(ABC)
    project.up(Options(to="0001"))
    listed(project)
    assert project.up() == ["0002_b", "0003_c"]
    assert len(project.down(Options(steps=3))) == 3
