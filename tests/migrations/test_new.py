"""`new` writes files that the rest of the program accepts once they are filled in."""

from pathlib import Path

import pytest

from echoes_schema.migrations import folder
from echoes_schema.migrations.new import create
from tests.migrations.project import A, Project, refusal


@pytest.fixture
def sql(tmp_path: Path) -> Path:
    """Return a folder with one migration and one index file."""
    for name in ("migrations/0001_a", "indexes/0012_a"):
        (tmp_path / name).parent.mkdir()
        (tmp_path / f"{name}.sql").write_text("SELECT 1;\n")
    return tmp_path


def names(files: tuple[Path, ...], sql: Path) -> list[str]:
    return [str(file.relative_to(sql)) for file in files]


def test_new_takes_the_next_number_of_both_folders(sql: Path) -> None:
    files = names(create(sql, "add_color", is_index=False), sql)
    assert files == ["migrations/0013_add_color.sql", "migrations/0013_add_color.rollback.sql"]


def test_new_index_has_no_rollback_file(sql: Path) -> None:
    assert names(create(sql, "users", is_index=True), sql) == ["indexes/0013_users.sql"]


@pytest.mark.parametrize("is_index", [True, False])
def test_new_file_depends_on_the_last_one(sql: Path, is_index: bool) -> None:
    create(sql, "add_color", is_index=is_index)
    last = folder.read(sql).migrations[-1]
    assert (last.header.depends, last.use_transactions) == (("0012_a",), not is_index)


def test_new_keeps_the_width_of_the_numbers(tmp_path: Path) -> None:
    (tmp_path / "09_a.sql").write_text("SELECT 1;\n")
    assert create(tmp_path, "add_color", is_index=False)[0].name == "10_add_color.sql"


@pytest.mark.parametrize("is_index", [True, False])
@pytest.mark.parametrize("there", ["migrations", "indexes"])
def test_new_file_is_where_it_is_read(tmp_path: Path, there: str, is_index: bool) -> None:
    (tmp_path / there).mkdir()
    create(tmp_path, "add_color", is_index=is_index)
    assert [one.kind for one in folder.read(tmp_path).migrations] == [
        "index" if is_index else "migration"
    ]


def test_new_makes_the_first_file_of_an_empty_folder(tmp_path: Path) -> None:
    assert create(tmp_path, "create_a", is_index=False)[0] == tmp_path / "0001_create_a.sql"


@pytest.mark.parametrize("name", ["Add", "add-color", "../x", "", "0012_x", "add color"])
def test_new_refuses_names_that_are_not_snake_case(sql: Path, name: str) -> None:
    error = refusal(lambda: create(sql, name, is_index=False))
    assert error.message == f"{name!r} is no name for a file"


def test_new_file_is_refused_until_it_is_filled_in(project: Project) -> None:
    project.write(A)
    files = create(project.sql, "add_color", is_index=False)
    assert "0002_add_color.sql: no statement in it" in refusal(project.up).message
    files[0].write_text(files[0].read_text() + "CREATE TABLE b ();\n")
    assert "0002_add_color.rollback.sql: no statement in it" in refusal(project.up).message
    files[1].write_text(files[1].read_text() + "DROP TABLE b;\n")
    assert project.up() == ["0001_a", "0002_add_color"]
