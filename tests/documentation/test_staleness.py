"""`docs check` tells which line of a diagram or of the contents is stale."""

from pathlib import Path

import psycopg

from tests.conformance.conftest import DOCS
from tests.documentation.pages import build, check, files


def test_stale_diagram_is_a_finding_with_its_line(
    migrated: psycopg.Connection, folder: Path
) -> None:
    for path in DOCS.glob("*.md"):
        text = path.read_text("utf-8")
        (folder / path.name).write_text(text.replace('"users" ||..o{', '"users" |o..o{'), "utf-8")
    (finding,) = check(migrated, folder)
    lines = files(folder)["accounts.md"].split("\n")
    assert (finding.rule, Path(finding.path).name) == ("stale-diagram", "accounts.md")
    assert lines[finding.line - 1] == '    "users" |o..o{ "characters" : "user_id"'
    assert finding.message == (
        'the diagram has `"users" |o..o{ "characters" : "user_id"`; '
        'the schema makes it `"users" ||..o{ "characters" : "user_id"`'
    )


def test_missing_and_needless_line_of_a_diagram_are_told(
    empty: psycopg.Connection, folder: Path
) -> None:
    empty.execute(b"CREATE TABLE t (id int PRIMARY KEY, t int REFERENCES t)")
    build(empty, folder)
    page = folder / "public.md"
    fresh = page.read_text("utf-8")
    page.write_text(fresh.replace("        integer t FK\n", ""), "utf-8")
    (finding,) = check(empty, folder)
    assert (finding.line, finding.message) == (9, "the diagram lacks `integer t FK`")
    page.write_text(fresh.replace("integer t FK\n", "integer t FK\n        text u\n"), "utf-8")
    (finding,) = check(empty, folder)
    assert (finding.line, finding.message) == (
        10,
        "the diagram has `text u`, which the schema does not make",
    )
    page.write_text(fresh.replace("diagram -->", "picture -->"), "utf-8")
    assert [finding.message for finding in check(empty, folder)] == ["the diagram is missing"]


def test_contents_tell_how_a_page_without_objects_begins(
    migrated: psycopg.Connection, folder: Path
) -> None:
    (folder / "notes.md").write_text("# Notes\n\nHow we\nname things.\n\nAnd why.\n")
    (folder / "todo.md").write_text("# To do\n")
    build(migrated, folder)
    lines = files(folder)["README.md"].split("\n")
    assert "| [Notes](notes.md) | How we name things. |" in lines
    assert "| [To do](todo.md) |  |" in lines


def test_lines_end_as_they_did(empty: psycopg.Connection, folder: Path) -> None:
    empty.execute(b"CREATE TABLE t (one int)")
    build(empty, folder)
    page = folder / "public.md"
    page.write_bytes(page.read_bytes().replace(b"\n", b"\r\n"))
    before = page.read_bytes().split(b"\n")
    empty.execute(b"ALTER TABLE t ADD two int")
    build(empty, folder)
    after = page.read_bytes().split(b"\n")
    assert [line for line in after if line not in before] == [b"| two | integer | yes |  |  |\r"]


def test_tidied_contents_are_not_stale(migrated: psycopg.Connection, folder: Path) -> None:
    for name, text in files(DOCS).items():
        tidied = text.replace("|---|", f"| {'-' * 40} |").replace("| [Market]", "|   [Market]")
        (folder / name).write_text(tidied if name == "README.md" else text, "utf-8")
    before = files(folder)
    assert before["README.md"] != files(DOCS)["README.md"]
    assert check(migrated, folder) == ()
    assert build(migrated, folder) == []
    assert files(folder) == before


def test_stale_contents_are_a_finding(migrated: psycopg.Connection, folder: Path) -> None:
    for name, text in files(DOCS).items():
        (folder / name).write_text(text.replace("regions, systems", "systems"), "utf-8")
    (finding,) = check(migrated, folder)
    assert finding.rule == "stale-contents"
    assert "has `| [Universe](universe.md) | systems, stations |`; the schema" in finding.message
