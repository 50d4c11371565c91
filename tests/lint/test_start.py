"""What `lint` of one file loads: in pre-commit the start is all that takes time."""

import subprocess
import sys
from pathlib import Path

import pytest

from echoes_schema.parser import statements
from echoes_schema.parser.statements import Statement
from tests.lint.project import report, write

# Each costs more than the file does.
NEVER = (
    *("importlib.resources", "markdown_it", "pglast.stream", "psycopg", "sqlfluff", "yoyo"),
    *("concurrent.futures", "difflib", "subprocess", "echoes_schema.migrations.layouts.flyway"),
)
CODE = """
import sys
from echoes_schema.cli import main
try:
    main(["--sql", sys.argv[1], "lint", sys.argv[1] + "/indexes/0002_b.sql"])
finally:
    sys.stderr.write(" ".join(sorted(set(sys.argv[2:]) & sys.modules.keys())))
"""


def test_lint_of_one_file_reads_no_way_back_before_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It parses what the file builds on, the file and its own way back, each once."""
    files = {
        "migrations/0001_a.sql": "CREATE TABLE ships (a int);\n",
        "migrations/0001_a.rollback.sql": "DROP TABLE ships;\n",
        "migrations/0002_b.sql": "ALTER TABLE ships ALTER a TYPE bigint;\n",
        "migrations/0002_b.rollback.sql": "ALTER TABLE ships ALTER a TYPE int;\n",
    }
    parsed, seen = statements.parsed, []

    def spy(text: str) -> tuple[Statement, ...]:
        seen.append(text)
        return parsed(text)

    monkeypatch.setattr(statements, "parsed", spy)
    found = report(write(tmp_path, files), "migrations/0002_b.sql")
    assert "column-type-change" in {one.rule for one in found.findings}
    assert sorted(seen) == sorted(set(files.values()) - {"DROP TABLE ships;\n"})


def test_lint_of_one_file_loads_nothing_heavy_but_the_parser(tmp_path: Path) -> None:
    files = {
        "migrations/0001_a.sql": "CREATE TABLE ships (a int);\n",
        "migrations/0001_a.rollback.sql": "DROP TABLE ships;\n",
        "indexes/0002_b.sql": "CREATE INDEX CONCURRENTLY i ON ships (a);\n",
    }
    folder = str(write(tmp_path, files))
    options = [sys.executable, "-c", CODE, folder, *NEVER]
    done = subprocess.run(options, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, ""), done.stdout
