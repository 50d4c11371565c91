"""The linter beside its peers on cases that it was not tuned to when they were written.

    python -m bench.unseen [ROUND]... [--peer NAME]...

A round is a folder of bench/unseen: `hazards.txt` and `safe.txt` have the cases, each after a line
`=== name`, perhaps with migrations before it after `--- history`. The schema before all of them,
which ours alone can make use of, is `bench/unseen/schema.sql`. A hazard is found when anything is
said of its file; the comment `-- hazard`, which shows where it is, is taken out first.
"""

from __future__ import annotations

import argparse
import re
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from bench import hazards
from echoes_schema.lint import lint
from echoes_schema.model import Level
from echoes_schema.render.table import table
from echoes_schema.settings import load

ROUNDS = Path(__file__).with_suffix("")


@dataclass(frozen=True, slots=True)
class Case:
    """One file, and what was there before it beside the schema."""

    name: str
    text: str
    history: str


def cases(file: Path) -> list[Case]:
    """Return the cases of a file."""
    found = []
    for block in re.split(r"^=== ", file.read_text(), flags=re.MULTILINE)[1:]:
        name, _, body = block.partition("\n")
        text, _, history = body.partition("--- history\n")
        found.append(Case(name, re.sub(r" ?-- hazard$", "", text, flags=re.MULTILINE), history))
    return found


def flagged(given: list[Case], schema: str) -> set[str]:
    """Return the cases that ours has a warning or an error for: alone where there is no schema."""
    return {case.name for case in given if any(_loud(case, schema))}


def _loud(case: Case, schema: str) -> Iterator[bool]:
    with tempfile.TemporaryDirectory() as folder:
        files = Path(folder) / "files"
        files.mkdir()
        before = [schema, case.history] if schema else []
        for number, text in enumerate([*before, case.text]):
            (files / f"{number}.sql").write_text(text)
        last = files / f"{len(before)}.sql"
        report = lint((files if schema else last,), load(sql=Path(folder), layout="echoes"))
        for one in report.findings:
            yield Path(one.path).name == last.name and one.level is not Level.INFO


def flagged_by(peer: str, given: list[Case]) -> set[str]:
    """Return the cases that a peer says anything of."""
    with tempfile.TemporaryDirectory() as folder:
        files = [Path(folder) / f"{case.name}.sql" for case in given]
        for file, case in zip(files, given, strict=True):
            file.write_text(case.text)
        return {one.file.stem for one in hazards.said(peer, files)}


def _row(name: str, round_: Path, schema: str = "", peer: str = "") -> tuple[str, str, str, str]:
    shown = []
    for kind in ("hazards", "safe"):
        given = cases(round_ / f"{kind}.txt")
        said = flagged_by(peer, given) if peer else flagged(given, schema)
        wrong = said if kind == "safe" else {case.name for case in given} - said
        print(f"{name}, {round_.name}, {kind}: {' '.join(sorted(wrong))}", file=sys.stderr)
        shown.append(f"{len(wrong)} of {len(given)}")
    return round_.name, name, shown[0], shown[1]


def main() -> None:
    """Print a row a round and a linter."""
    reader = argparse.ArgumentParser(description=__doc__)
    reader.add_argument("rounds", nargs="*", default=["first", "second"])
    reader.add_argument("--peer", action="append")
    given = reader.parse_args()
    schema = (ROUNDS / "schema.sql").read_text()
    rows = []
    for name in given.rounds:
        rows.append(_row(hazards.OURS, ROUNDS / name))
        rows.append(_row(f"{hazards.OURS}, after the schema", ROUNDS / name, schema))
        for peer in given.peer or ("squawk", "safemigrate-lint"):
            if hazards.version(peer):
                rows.append(_row(peer, ROUNDS / name, peer=peer))
    print(table(("round", "linter", "hazards missed", "safe files flagged"), rows))


if __name__ == "__main__":
    main()
