"""pglast's classes are loaded when they are asked for, and not before."""

import subprocess
import sys

import pytest

KINDS = "import sys; print([type(sys.modules['pglast.' + name]).__name__ for name in NAMES])"
OURS, THEIRS = "import echoes_schema.parser", "from pglast import parser"
NAMES = ("ast", "enums")
LATER, LOADED = "['_Later', '_Later']", "['module', 'module']"


@pytest.mark.parametrize(
    ("code", "kinds"),
    [
        (f"{OURS}; {THEIRS}", LATER),
        (f"{OURS}; {THEIRS}; parser.parse_sql_json('SELECT 1'); parser.scan('SELECT 1')", LATER),
        (f"{OURS}; {THEIRS}; assert parser.parse_sql('SELECT 1')[0].stmt.targetList", LOADED),
        (f"{OURS}; from pglast.stream import RawStream; RawStream()('SELECT 1')", LOADED),
        (f"{THEIRS}; {OURS}", LOADED),
    ],
)
def test_classes_of_pglast_are_loaded_when_they_are_needed(code: str, kinds: str) -> None:
    """In a process of its own: here something has asked for them already."""
    program = [sys.executable, "-c", f"NAMES = {NAMES}; {code}; {KINDS}"]
    done = subprocess.run(program, capture_output=True, text=True, check=False)
    assert (done.stdout.strip(), done.stderr) == (kinds, "")
