"""`docs build` writes the pages of any schema, and `docs check` tells where they are stale."""

import re
from collections.abc import Callable
from pathlib import Path

import psycopg
import pytest

from echoes_schema import catalog, snapshot
from echoes_schema.diagrams import mermaid
from echoes_schema.errors import FileError
from echoes_schema.snapshot import Snapshot
from tests.conformance.conftest import DOCS
from tests.documentation.pages import build, check, files
from tests.harness.program import Run
from tests.harness.schema import ROOT

# A little of everything that a page can get wrong.
ZOO = r"""
    CREATE SCHEMA zoo;
    CREATE TYPE zoo.mood AS ENUM ('sad', 'ok', 'a bit | odd');
    COMMENT ON TYPE zoo.mood IS 'How an animal feels.';
    CREATE TABLE zoo.keeper (id int PRIMARY KEY, "Full name" text);
    COMMENT ON TABLE zoo.keeper IS '# not a heading <script>alert(1)</script> | ``` ~~~';
    CREATE TABLE zoo.readme (id int PRIMARY KEY, keeper int REFERENCES zoo.keeper);
    CREATE TABLE zoo.visit (at date, keeper int REFERENCES zoo.keeper) PARTITION BY RANGE (at);
    CREATE TABLE zoo."visit DEFAULT" PARTITION OF zoo.visit DEFAULT;
    CREATE TABLE zoo.visit_26 PARTITION OF zoo.visit FOR VALUES FROM ('2026-01-01') TO (MAXVALUE);
    COMMENT ON CONSTRAINT visit_keeper_fkey ON zoo.visit IS 'Who was there.';
    CREATE FUNCTION zoo.feed(animal text, OUT ok boolean) LANGUAGE sql AS 'SELECT true';
    COMMENT ON FUNCTION zoo.feed(text) IS 'Feeds one.';
    CREATE VIEW zoo.keepers AS SELECT id FROM zoo.keeper;
    CREATE TABLE plain (id int);
"""


def many(connection: psycopg.Connection) -> None:
    tables = "".join(
        f"CREATE TABLE zoo.t{number} (id int PRIMARY KEY, t int REFERENCES zoo.keeper);"
        for number in range(70)
    )
    connection.execute((ZOO + tables).encode())


@pytest.mark.parametrize("fill", [lambda one: one.execute(ZOO), many], ids=["few", "many"])
def test_first_build_is_whole(
    empty: psycopg.Connection, folder: Path, fill: Callable[[psycopg.Connection], None]
) -> None:
    fill(empty)
    assert build(empty, folder)
    assert check(empty, folder) == ()
    before = files(folder)
    assert build(empty, folder) == []
    assert files(folder) == before


def test_pages_are_one_for_each_schema(empty: psycopg.Connection, folder: Path) -> None:
    empty.execute(ZOO.encode())
    build(empty, folder)
    assert list(files(folder)) == ["README.md", "other-objects.md", "public.md", "zoo.md"]
    assert "| [zoo](zoo.md) | zoo.keeper, zoo.readme, zoo.visit," in files(folder)["README.md"]


def test_pages_are_one_for_each_table_of_very_many(empty: psycopg.Connection, folder: Path) -> None:
    many(empty)
    build(empty, folder)
    written = files(folder)
    assert {"zoo/keeper.md", "zoo/functions.md", "zoo/readme-.md", "zoo/t69.md"} < set(written)
    assert re.findall("^## Table `(.*)`", written["zoo/visit.md"], re.MULTILINE) == ["zoo.visit"]


def rows(folder: Path) -> list[str]:
    """Return the rows of the partitions on the page of `public`."""
    text = files(folder)["public.md"].partition("| Partition |")[2]
    return [line for line in text.partition("\n\n")[0].split("\n")[2:] if line]


PARTED = """
    CREATE TABLE t (a int DEFAULT 1, b text) PARTITION BY LIST (a);
    COMMENT ON COLUMN t.a IS 'The first.';
    CREATE TABLE "t 1" PARTITION OF t FOR VALUES IN (1);
    CREATE TABLE t2 PARTITION OF t FOR VALUES IN (2) PARTITION BY LIST (b);
    CREATE TABLE t2_a PARTITION OF t2 FOR VALUES IN ('|`a''');
    CREATE TABLE t3 PARTITION OF t (a DEFAULT 3) FOR VALUES IN (3);
    CREATE TABLE t4 PARTITION OF t DEFAULT;
    COMMENT ON TABLE t4 IS 'All the rest.';
"""


def test_partitions_are_rows_unless_they_are_more(empty: psycopg.Connection, folder: Path) -> None:
    empty.execute(PARTED.encode())
    build(empty, folder)
    assert rows(folder) == [
        '| `"t 1"` | `FOR VALUES IN (1)` |  |',
        "| t4 | `DEFAULT` | All the rest. |",
    ]
    text = files(folder)["public.md"]
    assert re.findall("^## Table `(.*)`", text, re.MULTILINE) == ["t", "t2", "t3"]
    assert check(empty, folder) == ()


@pytest.mark.parametrize(
    ("change", "names"),
    [
        ("CREATE INDEX ON t4 (a)", ['`"t 1"`']),
        ("DROP TABLE t4", ['`"t 1"`']),
        ("ALTER TABLE t DETACH PARTITION t4", ['`"t 1"`']),
        ("CREATE TABLE t5 PARTITION OF t FOR VALUES IN (5)", ['`"t 1"`', "t4", "t5"]),
        ("ALTER TABLE t3 ALTER a SET DEFAULT 1", ['`"t 1"`', "t4"]),
        ("ALTER TABLE t ADD c int", ['`"t 1"`', "t4"]),
        ("COMMENT ON TABLE t4 IS 'Others.'", ['`"t 1"`', "t4"]),
    ],
)
def test_rows_of_partitions_are_kept_fresh(
    empty: psycopg.Connection, folder: Path, change: str, names: list[str]
) -> None:
    empty.execute(PARTED.encode())
    build(empty, folder)
    empty.execute(change.encode())
    assert check(empty, folder)
    assert build(empty, folder)
    assert check(empty, folder) == ()
    assert [line.split(" | ")[0].removeprefix("| ") for line in rows(folder)] == names
    assert build(empty, folder) == []


def test_partition_that_takes_other_rows_is_told_with_its_line(
    empty: psycopg.Connection, folder: Path
) -> None:
    empty.execute(PARTED.encode())
    build(empty, folder)
    empty.execute(
        b'ALTER TABLE t DETACH PARTITION "t 1";'
        b'ALTER TABLE t ATTACH PARTITION "t 1" FOR VALUES IN (7)'
    )
    (finding,) = check(empty, folder)
    line = files(folder)["public.md"].split("\n")[finding.line - 1]
    assert (finding.rule, line[:9]) == ("changed-partition", '| `"t 1"`')


def test_later_table_goes_beside_the_others(empty: psycopg.Connection, folder: Path) -> None:
    many(empty)
    build(empty, folder)
    empty.execute("CREATE TABLE zoo.late (id int); CREATE TABLE later (id int)")
    build(empty, folder)
    assert "## Table `zoo.late`" in files(folder)["zoo/late.md"]
    assert "## Table `later`" in files(folder)["public.md"]
    assert check(empty, folder) == ()


def test_later_partition_goes_to_its_table(empty: psycopg.Connection, folder: Path) -> None:
    empty.execute(b"CREATE TABLE t (a int) PARTITION BY LIST (a)")
    (folder / "mine.md").write_text(
        "# Mine\n\n## Table `t`\n\nOptions: `partition by LIST (a)`\n\n"
        "| Column | Type | Null | Default | Meaning |\n|---|---|---|---|---|\n"
        "| a | int | yes | | |\n"
    )
    empty.execute(b"CREATE TABLE t1 PARTITION OF t FOR VALUES IN (1); CREATE TABLE other ()")
    build(empty, folder)
    assert "| t1 | `FOR VALUES IN (1)` |  |" in files(folder)["mine.md"]
    assert "## Table `other`" in files(folder)["new.md"]


def test_later_object_of_another_kind_joins_the_others(
    empty: psycopg.Connection, folder: Path
) -> None:
    empty.execute(b"CREATE TYPE one AS ENUM ('a')")
    build(empty, folder)
    empty.execute(b"CREATE TYPE two AS ENUM ('b'); CREATE TABLE t (); GRANT ALL ON t TO PUBLIC")
    build(empty, folder)
    page = files(folder)["other-objects.md"]
    rows = [line for line in page.split("\n") if line.startswith(("## ", "| "))]
    assert [row.split(" | ")[:2] for row in rows] == [
        ["## Other objects"],
        ["| Kind", "Name"],
        ["| enum", "one"],
        ["| enum", "two"],
        ["| privileges", "`of PUBLIC on table t`"],
    ]
    assert check(empty, folder) == ()


def test_last_object_of_another_kind_leaves_its_place_to_the_next(
    empty: psycopg.Connection, folder: Path
) -> None:
    empty.execute(b"CREATE TYPE one AS ENUM ('a')")
    build(empty, folder)
    empty.execute(b"DROP TYPE one")
    (note,) = build(empty, folder)
    assert note.endswith("other-objects.md: Other objects: removed enum one")
    empty.execute(b"CREATE TYPE two AS ENUM ('b')")
    build(empty, folder)
    page = files(folder)["other-objects.md"]
    assert page.count("## Other objects") == 1
    assert "| enum | two |" in page


def test_meaning_of_what_is_taken_out_is_told(empty: psycopg.Connection, folder: Path) -> None:
    empty.execute(b"CREATE TABLE t (one int, two int)")
    build(empty, folder)
    page = folder / "public.md"
    text = page.read_text("utf-8")
    page.write_text(
        text.replace("| one | integer | yes |  |  |", "| one | integer | yes |  | By hand. |")
    )
    empty.execute(b"ALTER TABLE t RENAME one TO first; ALTER TABLE t DROP two")
    notes = [note.partition("public.md: ")[2] for note in build(empty, folder)]
    assert notes == [
        "t: removed column one, which meant: By hand.",
        "t: removed column two",
        "t: added column first",
    ]


def test_our_own_pages_are_fresh(migrated: psycopg.Connection) -> None:
    assert check(migrated, DOCS) == ()


@pytest.mark.parametrize(
    ("marker", "is_drawn", "has_columns"),
    [("diagram", True, True), ("diagram: keys", True, True), ("diagram: names", True, False)],
)
def test_detail_can_be_chosen(
    migrated: psycopg.Connection, folder: Path, marker: str, is_drawn: bool, has_columns: bool
) -> None:
    build(migrated, folder)
    page = folder / "public.md"
    page.write_text(page.read_text("utf-8").replace("<!-- diagram -->", f"<!-- {marker} -->"))
    build(migrated, folder)
    text = page.read_text("utf-8")
    assert f"<!-- {marker} -->" in text
    assert ("```mermaid" in text) == is_drawn
    assert ("uuid id PK" in text) == has_columns
    assert ("varchar(50) race" in text) == (marker == "diagram")


def test_page_without_diagram_stays_without(migrated: psycopg.Connection, folder: Path) -> None:
    build(migrated, folder)
    page = folder / "public.md"
    text = re.sub(
        "<!-- diagram -->.*?<!-- /",
        "<!-- diagram: none -->\n\n<!-- /",
        files(folder)["public.md"],
        flags=re.DOTALL,
    )
    page.write_text(text, "utf-8")
    assert build(migrated, folder) == []


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("<!-- diagram -->\n\n## Table `t`\n", "has no end"),
        ("<!-- diagram: huge -->\n\n<!-- /diagram -->\n", "'huge' is no detail of a diagram"),
    ],
)
def test_broken_marker_is_told_with_its_line(
    empty: psycopg.Connection, folder: Path, text: str, problem: str
) -> None:
    (folder / "page.md").write_text(f"# Page\n\n{text}", "utf-8")
    with pytest.raises(FileError, match=problem) as caught:
        build(empty, folder)
    assert "page.md:3: " in caught.value.message


def test_large_schema_is_cut_and_the_page_says_so(empty: psycopg.Connection, folder: Path) -> None:
    columns = ", ".join(f"a_rather_long_name_of_a_column_{number} int" for number in range(40))
    for number in range(40):
        parent = f"CREATE TABLE hub (id int PRIMARY KEY, {columns});" if not number else ""
        child = f"CREATE TABLE t{number} (id int PRIMARY KEY REFERENCES hub, {columns})"
        empty.execute(f"{parent} {child}".encode())
    build(empty, folder)
    text = files(folder)["public.md"]
    assert "Of each table only the key columns are drawn" in text
    drawing = text.partition("```mermaid\n")[2].partition("\n```")[0]
    assert 0 < len(drawing) <= mermaid.LIMIT
    assert drawing.count("id PK, FK") == 40


def test_any_source_can_be_documented(
    migrated: psycopg.Connection, folder: Path, tmp_path: Path, run: Run
) -> None:
    saved = tmp_path / "saved.json"
    major = migrated.info.server_version // 10000
    saved.write_text(snapshot.write(Snapshot(catalog.read(migrated), major)), "utf-8")
    built = run("--docs", str(folder), "docs", "build", str(saved))
    assert (built.returncode, built.stderr) == (0, f"schema: {saved}\n")
    assert check(migrated, folder) == ()
    checked = run("--docs", str(folder), "docs", "check", str(saved))
    assert checked.returncode == 0
    assert checked.stdout.startswith("0 findings in 12 tables")
    page = folder / "public.md"
    page.write_text(page.read_text("utf-8").replace("| race |", "| breed |"), "utf-8")
    assert run("--docs", str(folder), "docs", "check", str(saved)).returncode == 1


def test_pages_that_came_with_the_package_are_not_written(tmp_path: Path, run: Run) -> None:
    done = run("docs", "build", str(ROOT / "sql"), cwd=tmp_path)
    assert done.returncode == 2
    assert "no folder of documentation is named" in done.stderr
