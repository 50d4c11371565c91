"""What holds for every text, whatever is in it."""

from __future__ import annotations

import atexit
import json
import random
import re
import shutil
import tempfile
from collections import Counter
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import replace
from functools import cache
from pathlib import Path
from xml.etree import ElementTree as Xml

from echoes_schema.errors import EchoesError
from echoes_schema.lint import lint
from echoes_schema.migrations import folder, header, script
from echoes_schema.model import Report
from echoes_schema.parser import plpgsql, reading, statements
from echoes_schema.render.findings import render
from echoes_schema.settings import Settings, load
from echoes_schema.settings.linting import Linting

BEFORE = """\
CREATE TABLE t (a int PRIMARY KEY, b text NOT NULL, c numeric(3, 1) CHECK (c > 0));
CREATE TABLE ships (id bigint PRIMARY KEY, a int REFERENCES t) PARTITION BY RANGE (id);
CREATE SCHEMA s; CREATE TABLE s.t (a int); CREATE DOMAIN d AS int CHECK (VALUE > 0);
"""
NAMES = {
    "echoes": ("0001_a.sql", "0002_b.sql", "0002_b.rollback.sql"),
    "yoyo": ("0001_a.sql", "0002_b.sql", "0002_b.rollback.sql"),
    "golang-migrate": ("1_a.up.sql", "2_b.up.sql", "2_b.down.sql"),
    "flyway": ("V1__a.sql", "V2__b.sql", "U2__b.sql"),
}
# Slips of allowances, and what is said of a file that cannot be read, allowances and all.
_NEVER_ALLOWED = {"bad-allow", "unused-allow", "refused-file"}
UP, DOWN = "-- migrate:up\n", "\n-- migrate:down\n"


@cache
def place() -> Path:
    """Return the folder that the texts are written to; what killed us is still there.

    A process that ends by itself takes it along.
    """
    path = Path(tempfile.mkdtemp(prefix="echoes-fuzz-"))
    atexit.register(shutil.rmtree, path)
    return path


def report(text: str, layout: str = "echoes", back: str = "DROP TABLE t") -> Report:
    """Return what the linter says of a text as the second migration of a folder."""
    path = place() / layout
    path.mkdir(exist_ok=True)
    if layout == "dbmate":
        files = {"1_a.sql": UP + BEFORE + DOWN, "2_b.sql": UP + text + DOWN + back}
    else:
        files = dict(zip(NAMES[layout], (BEFORE, text, back), strict=True))
    for name, content in files.items():
        (path / name).write_bytes(content.encode("utf-8", "surrogatepass"))
    return lint((path,), settings(path, layout))


@cache
def settings(path: Path, layout: str) -> Settings:
    found = load(sql=path, layout=layout)
    return replace(found, linting=Linting(root=path))


def is_judged(text: str, layout: str) -> None:
    """Anything gets a report, the same one twice, with places inside the files."""
    found = report(text, layout)
    assert found == report(text, layout)
    for one in found.findings:
        path = Path(one.path)
        lines = path.read_bytes().decode("utf-8-sig", "replace") if path.is_file() else ""
        lines = lines.replace("\r\n", "\n").replace("\r", "\n")
        count = lines.count("\n") + 1
        assert 1 <= one.line <= one.end_line <= count or not path.is_file(), one
        assert one.column >= 1
        assert one.end_column >= 1
        assert one.message
        assert "\n" not in one.message
    assert len({one.fingerprint for one in found.findings}) == len(found.findings)
    _is_shown(found)


def _is_shown(found: Report) -> None:
    """Every format is a document that its readers take."""
    shown = {form: render(found, form) for form in ("text", "github", "json", "sarif", "gitlab")}
    assert len(json.loads(shown["json"])["findings"]) == len(found.findings)
    assert len(json.loads(shown["sarif"])["runs"][0]["results"]) == len(found.findings)
    assert len(json.loads(shown["gitlab"])) == len(found.counted)
    assert shown["github"].count("\n::") + bool(found.counted) == max(len(found.counted), 0)
    assert len(re.split(r"[\r\n]", shown["github"])) == max(len(found.counted), 1)
    cases = Xml.fromstring(render(found, "junit").split("\n", 1)[1]).iter("testcase")
    assert len(list(cases)) == max(len(found.findings), 1)
    for document in shown.values():
        document.encode()


def is_the_same_in_another_dress(text: str, seed: int) -> None:
    """White space, comments and the case of keywords change no verdict."""
    if reading.read(text).refusals:
        return
    dressed = dress(text, random.Random(seed))
    assert _verdicts(report(text)) == _verdicts(report(dressed)), dressed


def _verdicts(found: Report) -> Counter[tuple[str, str]]:
    return Counter((one.rule, one.object) for one in found.findings)


def dress(text: str, chance: random.Random) -> str:
    """Return a text with other white space, more comments and other cases of its keywords."""
    dressed = []
    is_first = True
    for piece, token in _tokens(text):
        if token == "" and not is_first:
            # A line feed between two strings joins them, and an empty line ends a header.
            dressed.append(piece + chance.choice(["", " ", "\t", "  "]) * bool(piece))
        elif token == "KEYWORD":
            dressed.append(chance.choice([piece.upper(), piece.lower(), piece.title()]))
        else:
            dressed.append(piece)
        if token == ";":
            dressed.append(chance.choice(["", " /* why /* not */ */", "\n-- a word\n"]))
        is_first = False
    return "".join(dressed)


def _tokens(text: str) -> Iterable[tuple[str, str]]:
    """Yield the pieces of a text with `KEYWORD`, `;`, `token` or "" for what is between tokens."""
    begin = 0
    for token in statements.scan(text):
        piece = text[token.start : token.end + 1]
        yield text[begin : token.start], ""
        is_word = token.kind != "NO_KEYWORD"
        yield piece, "KEYWORD" if is_word else ";" if piece == ";" else "token"
        begin = token.end + 1
    yield text[begin:], ""


def can_be_allowed(text: str) -> None:
    """What is found can be allowed, and then nothing else is found."""
    found = report(text)
    mine = [one for one in found.counted if one.path.endswith(NAMES["echoes"][1])]
    names = sorted({one.rule for one in mine} - _NEVER_ALLOWED)
    if not names:
        return
    again = report(f"-- allow {', '.join(names)}: because.\n\n{text}")
    left = [one for one in again.counted if one.path.endswith(NAMES["echoes"][1])]
    assert {one.rule for one in left} <= _NEVER_ALLOWED
    assert len(again.findings) == len(found.findings)


def bodies_stay_inside(text: str) -> None:
    """The statements of a body lie in the statement that has the body."""
    for statement in reading.read(text).statements:
        if statement.kind in ("DoStmt", "CreateFunctionStmt"):
            end = statement.offset + len(statement.sql)
            body = plpgsql.body(statement, text)
            places = [*body.dynamic, *(one.offset for one in body.statements)]
            assert all(statement.offset <= one < end for one in places), statement.sql


def runs_or_is_refused(text: str, layout: str) -> None:
    """The runner reads a folder, or says what is wrong with it."""
    with suppress(EchoesError):
        report(text, layout, back=text)
    with suppress(EchoesError):
        for migration in folder.read(place() / layout, layout).migrations:
            statements.content_hash(script.forward(migration).statements)
            script.way_back(migration)
    with suppress(EchoesError):
        header.read(text, Path("a.sql"))
    with suppress(EchoesError):
        header.refuse_misplaced(text, Path("a.sql"))


LAYOUTS = (*NAMES, "dbmate")
