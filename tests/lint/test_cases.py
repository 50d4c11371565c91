"""Small migrations of every kind: each hazard is found where it stands, and no safe one is flagged.

`cases/hazard/` has `--> rule` below the statement that the rule must find; `cases/safe/` has what
must pass. Each is judged alone, as an editor or a hook does, and after `cases/schema.sql`, unless
its first line says which: `-- given schema`, `-- given nothing`.
"""

import re
from pathlib import Path

import pytest

from echoes_schema.lint import lint
from echoes_schema.model import Finding, Level
from echoes_schema.settings import load

CASES = Path(__file__).parent / "cases"
GIVEN = {"-- given schema": (True,), "-- given nothing": (False,)}


def runs(kind: str) -> list[object]:
    """Return every case of a kind with whether the schema comes before it."""
    return [
        pytest.param(path, has_schema, id=f"{path.stem}-{'schema' if has_schema else 'alone'}")
        for path in sorted((CASES / kind).glob("*.sql"))
        for has_schema in GIVEN.get(path.read_text().partition("\n")[0], (True, False))
    ]


def findings(case: Path, folder: Path, *, has_schema: bool) -> list[Finding]:
    """Return what is found in a case, which no project's folder holds."""
    (folder / "project").mkdir()
    files = folder / "files"
    files.mkdir()
    (files / "2.sql").write_text(case.read_text())
    if has_schema:
        (files / "1.sql").write_text((CASES / "schema.sql").read_text())
    report = lint((files,), load(sql=folder / "project", layout="echoes"))
    return [one for one in report.findings if one.path.endswith("2.sql")]


def expected(case: Path) -> set[tuple[int, str]]:
    """Return the last line of each statement with a marker below it, and the rule."""
    found, last = set(), 0
    for number, line in enumerate(case.read_text().splitlines(), start=1):
        if match := re.match(r"--> (.+)", line):
            found.add((last, match[1]))
        else:
            last = number
    return found


@pytest.mark.parametrize(("case", "has_schema"), runs("hazard"))
def test_hazard_is_found_where_it_stands(case: Path, has_schema: bool, tmp_path: Path) -> None:
    found = findings(case, tmp_path, has_schema=has_schema)
    wanted = expected(case)
    assert wanted
    missed = {
        (line, rule)
        for line, rule in wanted
        if not any(one.rule == rule and one.line <= line <= one.end_line + 1 for one in found)
    }
    assert missed == set()


@pytest.mark.parametrize(("case", "has_schema"), runs("safe"))
def test_safe_migration_is_not_flagged(case: Path, has_schema: bool, tmp_path: Path) -> None:
    found = findings(case, tmp_path, has_schema=has_schema)
    assert [(one.line, one.rule) for one in found if one.level is not Level.INFO] == []
