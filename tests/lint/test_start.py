"""What `lint` of one file loads: in pre-commit the start is all that takes time."""

import subprocess
import sys
from pathlib import Path

from tests.lint.project import write

# Each costs more than the file does. pglast.enums comes with pglast whatever is asked of it.
NEVER = ("importlib.resources", "markdown_it", "pglast.stream", "psycopg", "sqlfluff", "yoyo")
CODE = """
import sys
from echoes_schema.cli import main
try:
    main(["--sql", sys.argv[1], "lint", sys.argv[1] + "/indexes/0002_b.sql"])
finally:
    sys.stderr.write(" ".join(sorted(set(sys.argv[2:]) & sys.modules.keys())))
"""


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
