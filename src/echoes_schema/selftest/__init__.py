"""Whether `check` sees what it should: one change for each kind of object, in a throw-away copy."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from fnmatch import fnmatchcase
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING

import psycopg

from echoes_schema import catalog, dictionary
from echoes_schema.compare import compare
from echoes_schema.database import explain
from echoes_schema.ignores import Ignore, allowing
from echoes_schema.model import Finding, Level, Report

if TYPE_CHECKING:
    from psycopg.rows import TupleRow

    from echoes_schema.schema import Schema

_CHANGE = "----"
_SUBSCRIPTION = "would wait for another server"
_WHOLE_SERVER = "is for the whole server"
_NO_PROVIDER = "needs a provider that the server loads"
_NEEDS_FILES = "needs files beside the server"
_HINT = "Report it: the reader of the catalogue or the comparison lacks something."
_IGNORED = "An entry of ignore is too wide: {reason}."


@dataclass(frozen=True, slots=True)
class Injection:
    """A change of one kind of object: what is there before, the change, whom it is about."""

    kind: str
    object: str
    before: str
    change: str


def injections() -> Iterator[Injection]:
    """Yield a change for each kind, in an order in which later ones may build on earlier ones."""
    text = resources.files(__package__).joinpath("injections.sql").read_text("utf-8")
    for block in text.split("\n\n")[1:]:
        kind, label, rest = block.split("\n", 2)
        before, _, change = rest.partition(_CHANGE)
        yield Injection(kind.removeprefix("-- "), label.removeprefix("-- "), before, change)


def run(copy: psycopg.Connection[TupleRow], ignores: tuple[Ignore, ...] = ()) -> Report:
    """Make all changes in a throw-away copy; return those that were missed as findings.

    Each is compared with the documentation of the copy as it was before, as `check` does. Kinds
    whose change the server refuses, and those that no change is made of, are told as not compared.
    """
    left = {
        "extension": (_NEEDS_FILES,),
        "role": (_WHOLE_SERVER,),
        "security label": (_NO_PROVIDER,),
        "subscription": (_SUBSCRIPTION,),
    }
    made = []
    for one in injections():
        refusal = _refusal(copy, one.before)
        if refusal:
            left[one.kind] = (refusal,)
        else:
            made.append(one)
    live = catalog.read(copy)
    missed: list[Finding] = []
    for one in made:
        refusal = _refusal(copy, one.change)
        if refusal:
            left[one.kind] = (refusal,)
            continue
        documented, live = _documented(live, copy.info.server_version), catalog.read(copy)
        missed += _missed(one, documented, live, ignores)
    changes = len([one for one in made if one.kind not in left])
    return Report({"changes": changes}, tuple(missed), dict(sorted(left.items())))


def _refusal(copy: psycopg.Connection[TupleRow], statements: str) -> str:
    """Run statements; return why the server refuses them, empty where it does not."""
    if not statements.strip():
        return ""
    try:
        copy.execute(statements.encode())
    except psycopg.Error as error:
        return explain(error).message
    return ""


def _documented(schema: Schema, version: int) -> Schema:
    """Return a schema as its documentation tells of it."""
    with tempfile.TemporaryDirectory() as folder:
        page = Path(folder, "page.md")
        page.write_text(dictionary.write(schema, "Copy"), "utf-8")
        return dictionary.read(page.parent, version).schema


def _missed(
    one: Injection, documented: Schema, live: Schema, ignores: tuple[Ignore, ...]
) -> Iterator[Finding]:
    """Yield a finding where the change is not found, or found and allowed."""
    report = allowing(Report({}, compare(documented, live)), ignores)
    found = [finding for finding in report.findings if fnmatchcase(finding.object, one.object)]
    if any(not finding.allowed for finding in found):
        return
    message = f"a change of a {one.kind} is not found: {' '.join(one.change.split())}"
    hint = _IGNORED.format(reason=found[0].allowed) if found else _HINT
    yield Finding("missed-change", Level.ERROR, one.object, message, hint=hint)
