"""The linter beside its peers: what each misses of the hazards, and what it says of safe files.

    python -m bench.hazards [CASES] [--peer NAME]...

CASES is a folder as tests/lint/cases: `hazard/` with `--> rule` below each statement that must be
found, `safe/`, and `schema.sql`, which ours alone can make use of. Peers are looked for on PATH.
"""

from __future__ import annotations

import argparse
import json
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from echoes_schema.lint import lint
from echoes_schema.model import Level
from echoes_schema.render.table import table
from echoes_schema.settings import load

ROOT = Path(__file__).parents[1]
CASES = ROOT / "tests" / "lint" / "cases"
OURS = "echoes-schema"
# Timeouts and taste are nobody's hazard, and nobody's false alarm.
_LEFT_OUT = re.compile(
    r"require.*timeout|TimeoutWarning|timeout-settings|missing-|prefer|enum-value-ordering",
    re.IGNORECASE,
)
_AT_ONCE = 200


@dataclass(frozen=True, slots=True)
class Said:
    """One finding: the file, the line that it begins on, and the rule."""

    file: Path
    line: int
    rule: str


def version(peer: str) -> str:
    """Return what a peer says of its version, "" where it is not installed."""
    if peer == "safemigrate-lint":
        return "installed" if shutil.which(peer) else ""
    if not shutil.which(peer):
        return ""
    return _run([peer, "--version"]).strip().split("\n")[0].split(" ")[-1]


def said(peer: str, files: list[Path]) -> Iterator[Said]:
    """Yield what a peer says of files, timeouts and taste left out."""
    for start in range(0, len(files), _AT_ONCE):
        for one in _all(peer, files[start : start + _AT_ONCE]):
            if not _LEFT_OUT.search(one.rule):
                yield one


def _all(peer: str, files: list[Path]) -> list[Said]:
    """Return all that a peer says; where it gives up over one file, the others are tried again."""
    try:
        return list(_READERS[peer](_run([*_COMMANDS[peer], *map(str, files)])))
    except json.JSONDecodeError:
        if len(files) == 1:
            return [Said(files[0], 1, "refused")]
        half = len(files) // 2
        return [*_all(peer, files[:half]), *_all(peer, files[half:])]


def ours(files: list[Path], schema: str = "") -> Iterator[Said]:
    """Yield what ours says of each file, alone or after a schema."""
    for file in files:
        with tempfile.TemporaryDirectory() as folder:
            settings = load(sql=Path(folder), layout="echoes")
            migrations = Path(folder) / "files"
            migrations.mkdir()
            (migrations / "1.sql").write_text(schema or "SELECT 1;")
            (migrations / "2.sql").write_text(file.read_text())
            for one in lint((migrations,), settings).findings:
                if one.path.endswith("2.sql") and one.level is not Level.INFO:
                    yield Said(file, one.line, one.rule)


def missed(cases: list[Path], found: Iterable[Said]) -> list[str]:
    """Return the statements that nothing was said of, as `file:line`."""
    lines: dict[Path, set[int]] = {}
    for one in found:
        lines.setdefault(one.file.resolve(), set()).add(one.line)
    return [
        f"{case.stem}:{last}"
        for case in cases
        for first, last in _marked(case)
        if not any(first <= line <= last for line in lines.get(case.resolve(), ()))
    ]


def _marked(case: Path) -> Iterator[tuple[int, int]]:
    """Yield the first and the last line of each statement with a marker below it."""
    first, last, is_marked = 1, 0, False
    for number, line in enumerate(case.read_text().splitlines(), start=1):
        if line.startswith("--> "):
            if not is_marked:
                yield first, last
            is_marked = True
        else:
            if last and (is_marked or _ends(case, last)):
                first = number
            last, is_marked = number, False


def _ends(case: Path, number: int) -> bool:
    return case.read_text().splitlines()[number - 1].rstrip().endswith(";")


def _run(command: list[str]) -> str:
    # Outside of this project: its settings are for its own files.
    done = subprocess.run(
        command, check=False, capture_output=True, text=True, cwd=tempfile.gettempdir()
    )
    return done.stdout


def _squawk(output: str) -> Iterator[Said]:
    for one in json.loads(output):
        # Its lines begin with 0.
        yield Said(Path(one["file"]), one["line"] + 1, one["rule_name"])


def _safemigrate(output: str) -> Iterator[Said]:
    for one in json.loads(output):
        yield Said(Path(one["file"]), one["line"], one["rule_id"])


def _language_server(output: str) -> Iterator[Said]:
    for one in json.loads(output)["diagnostics"]:
        place = one["location"]
        yield Said(Path(place["path"]), place["start"]["line"], one["category"])


def _pgfence(output: str) -> Iterator[Said]:
    for result in json.loads(output)["results"]:
        file = Path(result["filePath"])
        text = file.read_text()
        for one in result["checks"]:
            place = max(text.find(one["statement"]), 0)
            if one["risk"] not in ("SAFE", "LOW"):
                yield Said(file, text.count("\n", 0, place) + 1, one["ruleId"])


_COMMANDS = {
    "squawk": ["squawk", "--reporter", "json", "--pg-version", "18"],
    "pgfence": ["pgfence", "analyze", "--min-pg-version", "15", "--output", "json"],
    "postgres-language-server": [
        *("postgres-language-server", "check", "--disable-db", "--reporter=json"),
        "--max-diagnostics=none",
    ],
    "safemigrate-lint": ["safemigrate-lint", "--format", "json"],
}
_READERS = {
    "squawk": _squawk,
    "pgfence": _pgfence,
    "postgres-language-server": _language_server,
    "safemigrate-lint": _safemigrate,
}


def judged(cases: Path, says: Callable[[list[Path]], Iterable[Said]]) -> tuple[str, str]:
    """Return how many of the hazards a linter misses, and how many safe files it flags."""
    hazards, safe = (sorted((cases / kind).glob("*.sql")) for kind in ("hazard", "safe"))
    gone, count = missed(hazards, says(hazards)), sum(len([*_marked(case)]) for case in hazards)
    flagged = sorted({one.file.stem for one in says(safe)})
    print(f"missed: {' '.join(gone)}\nflagged: {' '.join(flagged)}", file=sys.stderr)
    return f"{len(gone)} of {count}", f"{len(flagged)} of {len(safe)}"


def main() -> None:
    """Print a row a peer."""
    reader = argparse.ArgumentParser(description=__doc__)
    reader.add_argument("cases", nargs="?", type=Path, default=CASES)
    reader.add_argument("--peer", choices=_COMMANDS, action="append")
    given = reader.parse_args()
    schema = given.cases / "schema.sql"
    rows = [(OURS, "", *judged(given.cases, ours))]
    if schema.is_file():
        after = partial(ours, schema=schema.read_text())
        rows.append((f"{OURS}, after the schema", "", *judged(given.cases, after)))
    for peer in given.peer or _COMMANDS:
        if release := version(peer):
            rows.append((peer, release, *judged(given.cases, partial(said, peer))))
        else:
            print(f"{peer} is not on PATH", file=sys.stderr)
    print(table(("linter", "version", "hazards missed", "safe files flagged"), rows))


if __name__ == "__main__":
    main()
