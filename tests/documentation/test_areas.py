"""The areas that tables and views are shown in."""

from pathlib import Path

from echoes_schema.diagrams.areas import Area, areas
from echoes_schema.schema import Schema, Table, View
from echoes_schema.site.areas import grouped

PAGE = """# {title}

## Table `{name}`

| Column | Type | Null | Default | Meaning |
|---|---|---|---|---|
| id | int | yes | | |
"""


def schema(*names: str) -> Schema:
    return Schema(tables=tuple(Table(name, ()) for name in sorted(names)))


def test_areas_are_schemas_and_partitions_stand_in_none() -> None:
    part = Table("a.part", (), options=("partition of a.whole DEFAULT",))
    tables = (*schema("a.whole", '"B.c"."d"', "e").tables, part)
    views = (View("a.seen", (), "SELECT 1"),)
    assert areas(Schema(tables=tables, views=views)) == (
        Area("B.c", ('"B.c"."d"',)),
        Area("a", ("a.seen", "a.whole")),
        Area("public", ("e",)),
    )


def test_large_schema_is_cut_by_the_first_word() -> None:
    names = [f"s.{word}_{number}" for word in ("one", "other") for number in range(40)]
    found = areas(schema(*names, 's."lone wolf"', "s.last"))
    assert [(area.name, len(area.relations)) for area in found] == [
        ("s: one", 40),
        ("s: other", 40),
        ("s: all others", 2),
    ]


def test_what_is_still_large_is_cut_by_the_next_word() -> None:
    names = [f"app_{word}_{number}" for word in ("one", "other") for number in range(40)]
    found = areas(schema(*names, "app_last", "app_one", "else"))
    assert [(area.name, len(area.relations)) for area in found] == [
        ("public: app_one", 41),
        ("public: app_other", 40),
        ("public: app, all others", 1),
        ("public: all others", 1),
    ]


def test_words_that_cut_nothing_make_one_area() -> None:
    found = areas(schema(*(f"t_{number:03}" for number in range(200))))
    assert [(area.name, len(area.relations)) for area in found] == [("public: t", 200)]


def page(folder: Path, title: str, *names: str) -> None:
    first, *rest = names
    text = PAGE.format(title=title, name=first) + "".join(
        "\n" + PAGE.format(title=title, name=name).partition("\n\n")[2] for name in rest
    )
    (folder / f"{title}.md").write_text(text, "utf-8")


def test_pages_that_document_most_tables_make_the_areas(tmp_path: Path) -> None:
    page(tmp_path, "Goods", "item", "price")
    page(tmp_path, "People", "customer", "employee")
    assert grouped(schema("customer", "employee", "item", "price", "new"), tmp_path) == (
        Area("Goods", ("item", "price")),
        Area("People", ("customer", "employee")),
        Area("public", ("new",)),
    )


def test_page_named_as_a_schema_takes_in_what_is_new_there(tmp_path: Path) -> None:
    page(tmp_path, "public", "item", "price")
    assert grouped(schema("item", "new", "price"), tmp_path) == (
        Area("public", ("item", "new", "price")),
    )


def test_pages_of_another_schema_make_no_areas(tmp_path: Path) -> None:
    page(tmp_path, "Goods", "item", "price")
    names = ("item", "x", "y", "z")
    assert grouped(schema(*names), tmp_path) == (Area("public", names),)


def test_a_page_for_each_table_makes_no_areas(tmp_path: Path) -> None:
    for name in ("item", "price", "customer"):
        page(tmp_path, name, name)
    names = ("customer", "item", "price")
    assert grouped(schema(*names), tmp_path) == (Area("public", names),)
