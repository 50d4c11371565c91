"""The diagram of a page: its tables, and what they are linked with as far as there is room."""

from pathlib import Path

from echoes_schema.document.illustration import Illustrator
from echoes_schema.schema import Column, ForeignKey, Key, Schema, Table

PAGE = """# People

## Table `account`

## Table `person`
"""


def child(name: str, parent: str) -> Table:
    columns = (Column("id", "integer"), Column("parent_id", "integer"))
    return Table(
        name,
        columns,
        (
            Key(f"{name}_pkey", "primary key", ("id",)),
            ForeignKey(f"{name}_fkey", ("parent_id",), parent, ("id",)),
        ),
    )


def illustrated(count: int) -> str:
    """Return a page of two tables, of which so many others are children."""
    others = (child(f"other_{number:04}", "person") for number in range(count))
    tables = (child("account", "person"), *others, child("person", "person"))
    return Illustrator(Schema(tables=tables)).page(Path("people.md"), PAGE)


def test_diagram_shows_what_its_tables_are_linked_with() -> None:
    text = illustrated(20)
    assert text.count(" |o..o{ ") == 22
    assert "left out" not in text


def test_what_is_on_other_pages_is_left_out_where_it_is_too_much() -> None:
    text = illustrated(900)
    assert "other pages is left out: it is too much for one diagram." in text
    assert text.count(" |o..o{ ") == 2
    assert "integer parent_id FK" in text
