"""What is written as a page is read back as what it was; what cannot be read says where."""

from pathlib import Path

import psycopg
import pytest

from echoes_schema import catalog, dictionary, document
from echoes_schema.compare import compare
from echoes_schema.errors import FileError
from echoes_schema.schema import Schema
from tests.conformance.conftest import DOCS

EVERYTHING = Path(__file__).with_name("everything.sql")


def read_back(schema: Schema, folder: Path, version: int) -> dictionary.Documented:
    (folder / "page.md").write_text(dictionary.write(schema, "Page"), "utf-8")
    return dictionary.read(folder, version)


def test_schema_is_read_back_as_it_was_written(
    migrated: psycopg.Connection, tmp_path: Path
) -> None:
    live = catalog.read(migrated)
    assert len(live.tables) >= 12
    assert read_back(live, tmp_path, migrated.info.server_version).schema == live


def test_everything_is_read_back_as_it_was_written(
    empty: psycopg.Connection, tmp_path: Path
) -> None:
    """Only white space in comments and line breaks in literals may be spelled otherwise."""
    empty.execute(EVERYTHING.read_bytes())
    live = catalog.read(empty)
    documented = read_back(live, tmp_path, empty.info.server_version)
    assert [table.name for table in documented.schema.tables] == [t.name for t in live.tables]
    assert compare(documented.schema, live) == ()


def test_page_is_written_the_same_twice(empty: psycopg.Connection, tmp_path: Path) -> None:
    empty.execute(EVERYTHING.read_bytes())
    live = catalog.read(empty)
    documented = read_back(live, tmp_path, empty.info.server_version)
    assert dictionary.write(documented.schema, "Page") == dictionary.write(
        read_back(documented.schema, tmp_path, empty.info.server_version).schema, "Page"
    )


LINES = r"""
CREATE TABLE "a
b" (
    "c
d" int UNIQUE, "e  f" int, "g`\h" int, "i|
000Aj" int, "k\000Al
m" int, "tab	o" int,
    CONSTRAINT "k
k" CHECK ("c
d" > 1 AND "k\000Al
m" <> 0)
) WITH (fillfactor = 70);
CREATE INDEX "i
i" ON "a
b" (("c
d" + 1), "e  f" DESC) WHERE "e  f" > 3;
CREATE VIEW "v
v" AS SELECT "c
d" FROM "a
b";
CREATE FUNCTION "f
f"("x
y" int) RETURNS int LANGUAGE sql AS 'SELECT 1';
CREATE TYPE "t
t" AS ENUM ('a
b', 'c');
CREATE TABLE child (id int REFERENCES "a
b" ("c
d"), own "t
t" DEFAULT 'c');
CREATE TRIGGER "tr
tr" BEFORE UPDATE OF "c
d" ON "a
b" FOR EACH ROW EXECUTE FUNCTION suppress_redundant_updates_trigger();
COMMENT ON COLUMN "a
b"."e  f" IS 'Written U&"c\000Ad" in SQL.';
"""


def test_names_with_line_breaks_are_read_back(empty: psycopg.Connection, tmp_path: Path) -> None:
    empty.execute(LINES.encode())
    live = catalog.read(empty)
    documented = read_back(live, tmp_path, empty.info.server_version)
    assert (documented.schema.tables, documented.schema.views) == (live.tables, live.views)
    assert compare(documented.schema, live) == ()
    empty.execute('ALTER TABLE "a\nb" ALTER "e  f" TYPE bigint, DROP CONSTRAINT "k\nk"')
    changed = catalog.read(empty)
    major = empty.info.server_version // 10000
    assert document.build(changed, major, tmp_path)
    assert compare(dictionary.read(tmp_path, major * 10000).schema, changed) == ()


TABLE = "## Table `t`\n\nA table.\n\n"
COLUMNS = "| Column | Type | Null | Default | Meaning |\n|---|---|---|---|---|\n"
CONSTRAINTS = "| Constraint | Kind | Definition | Meaning |\n|---|---|---|---|\n"
INDEXES = "| Index | Definition | Meaning |\n|---|---|---|\n"
TRIGGERS = "| Trigger | Definition | Meaning |\n|---|---|---|\n"
FUNCTION = (
    "## Function `f()`\n\nFacts: returns `integer`, language `sql`, stable, parallel safe\n\n"
)


@pytest.mark.parametrize(
    ("page", "line", "problem"),
    [
        ("## Tabel `t`\n", 1, "heading"),
        ("## Table t\n", 1, "heading"),
        ("# T\n\n## About\n", 3, "heading"),
        (TABLE + "| Column | Type |\n|---|---|\n| a | b |\n", 5, "a table of Column, Type"),
        (TABLE + COLUMNS + "| a | text | no |  |  |\n\n" + COLUMNS, 9, "second table"),
        (TABLE + COLUMNS + "| a | text | no |  |\n", 7, "4 cells"),
        (TABLE + COLUMNS + "| a | text | no |  |  |\n| b | text | maybe |  |  |\n", 8, "NULL"),
        (TABLE + COLUMNS + "| a | text | no | now() |  |\n", 7, "default"),
        (TABLE + COLUMNS + "|  | text | no |  |  |\n", 7, "name is missing"),
        (TABLE + COLUMNS + "| a | text | no |  |  |\n| a | text | no |  |  |\n", 8, "twice"),
        (TABLE + CONSTRAINTS + "| k | chek | `a > 0` |  |\n", 7, "kind of constraint"),
        (TABLE + CONSTRAINTS + "| k | check | a > 0 |  |\n", 7, "not SQL between backticks"),
        (TABLE + CONSTRAINTS + "| k | check | `a > 0`, maybe |  |\n", 7, "'maybe'"),
        (TABLE + CONSTRAINTS + "| k | unique | a, b |  |\n", 7, "list of columns"),
        (TABLE + CONSTRAINTS + "| k | foreign key | (a) → b (c) |  |\n", 7, "on delete"),
        (
            TABLE + CONSTRAINTS + "| k | foreign key | b (c), on delete cascade |  |\n",
            7,
            "names no",
        ),
        (
            TABLE + CONSTRAINTS + "| k | foreign key | (a) → b (c), on delete vanish |  |\n",
            7,
            "no action",
        ),
        (TABLE + INDEXES + "| i | (a) |  |\n", 7, "no index"),
        (TABLE + INDEXES + "| i | btree (a desc upwards sideways) |  |\n", 7, "no key"),
        (TABLE + INDEXES + "| i | btree (a), wherever `a > 0` |  |\n", 7, "not understood"),
        (TABLE + TRIGGERS + "| g | before update |  |\n", 7, "no trigger"),
        (TABLE + TRIGGERS + "| g | before update, execute f() |  |\n", 7, "level"),
        (TABLE + "Options: fillfactor=85\n", 5, "not SQL between backticks"),
        (TABLE + TABLE, 5, "twice"),
        ("## View `v`\n\n| Column | Type | Meaning |\n|---|---|---|\n", 1, "no sql fence"),
        ("## Function `f()`\n\n```sql\nSELECT 1\n```\n", 1, "facts"),
        (FUNCTION, 1, "no sql fence"),
        (FUNCTION + "```sql 15-17\nSELECT 1\n```\n", 1, "no sql fence"),
        (FUNCTION + "```sql\nSELECT 1\n```\n\n```sql 18+\nSELECT 1\n```\n", 9, "two sql fences"),
        (FUNCTION + "```sql new\nSELECT 1\n```\n", 5, "marked"),
    ],
)
def test_unreadable_page_names_its_line(tmp_path: Path, page: str, line: int, problem: str) -> None:
    (tmp_path / "page.md").write_text(page, "utf-8")
    with pytest.raises(FileError) as refused:
        dictionary.read(tmp_path, 180004)
    assert refused.value.message.startswith(f"{tmp_path}/page.md:{line}: ")
    assert problem in refused.value.message
    assert refused.value.hint


def test_table_on_two_pages_is_refused(tmp_path: Path) -> None:
    for name in ("a.md", "b.md"):
        (tmp_path / name).write_text(TABLE, "utf-8")
    with pytest.raises(FileError) as refused:
        dictionary.read(tmp_path, 180004)
    assert refused.value.message == f"{tmp_path}/b.md:1: table t is documented twice"
    assert f"{tmp_path}/a.md:1" in refused.value.hint


def test_prose_is_free(tmp_path: Path) -> None:
    """Lists, quotations, headings and fences between the tables bind nobody."""
    free = "\n> ## Table `x`\n\n- ## Table `y`\n\n### More\n\n```text\n## Table `z`\n```\n\n"
    head = "# T\n\n| any | table |\n|---|---|\n| 1 | 2 |\n\n"
    page = f"{head}{TABLE}{free}{COLUMNS}| a | text | no |  |  |\n"
    (tmp_path / "page.md").write_text(page, "utf-8")
    (tmp_path / "README.md").write_text("## Free\n", "utf-8")
    schema = dictionary.read(tmp_path, 180004).schema
    assert [(t.name, t.comment, len(t.columns)) for t in schema.tables] == [("t", "A table.", 1)]


@pytest.mark.parametrize(("version", "body"), [(150000, "old"), (170009, "old"), (180004, "new")])
def test_fence_is_chosen_by_the_server(tmp_path: Path, version: int, body: str) -> None:
    fences = "```sql 15-17\nold\n```\n\n```sql 18+\nnew\n```\n"
    (tmp_path / "page.md").write_text(FUNCTION + fences, "utf-8")
    (function,) = dictionary.read(tmp_path, version).schema.functions
    assert function.body == body


@pytest.mark.parametrize(
    ("written", "printed"),
    [
        ("varchar(50)", "character varying(50)"),
        ("timestamptz", "timestamp with time zone"),
        ("timestamptz(3)[]", "timestamp(3) with time zone[]"),
        ("timestamp", "timestamp without time zone"),
        ("int", "integer"),
        ("numeric(20, 2)", "numeric(20,2)"),
        ("char(3)", "character(3)"),
        ("float8", "double precision"),
        ("double precision", "double precision"),
        ("text[]", "text[]"),
        ("public.mood", "public.mood"),
    ],
)
def test_type_may_be_written_short(tmp_path: Path, written: str, printed: str) -> None:
    (tmp_path / "page.md").write_text(f"{TABLE}{COLUMNS}| a | {written} | no |  |  |\n", "utf-8")
    ((column,),) = (table.columns for table in dictionary.read(tmp_path, 180004).schema.tables)
    assert column.type == printed


def test_places_are_those_of_the_rows() -> None:
    places = dictionary.read(DOCS, 180004).places
    place = places["constraint systems_region_id_fkey on systems"]
    assert place.path == DOCS / "universe.md"
    line = place.path.read_text("utf-8").splitlines()[place.line - 1]
    assert line.startswith("| systems_region_id_fkey | foreign key |")


@pytest.mark.parametrize(
    "sql",
    [
        "CREATE FUNCTION f(char, char[]) RETURNS char LANGUAGE sql AS 'SELECT $1'",
        # Beside it, `=` is still that of the server.
        "CREATE TYPE p AS (a integer); CREATE FUNCTION eq(p, p) RETURNS boolean LANGUAGE sql "
        "AS 'SELECT true'; CREATE OPERATOR = (LEFTARG = p, RIGHTARG = p, FUNCTION = eq);"
        "CREATE TABLE t (a integer, p p, CHECK (CASE a WHEN 1 THEN a = 1 ELSE p = p END))",
    ],
    ids=["char", "operator"],
)
def test_what_was_written_is_read_back(empty: psycopg.Connection, tmp_path: Path, sql: str) -> None:
    empty.execute(sql.encode())
    live = catalog.read(empty)
    (tmp_path / "page.md").write_text(dictionary.write(live, "Page"), "utf-8")
    documented = dictionary.read(tmp_path, empty.info.server_version)
    assert compare(documented.schema, live) == ()
    assert documented.schema.functions == live.functions
