"""`new` in the folder of another tool: its names, its next number, and files that run."""

import re
from pathlib import Path

import pytest

from echoes_schema.migrations import folder
from echoes_schema.migrations.new import create
from tests.interop.foreign import FILES, Fleet, write
from tests.migrations.project import refusal

MOMENT = r"20[0-9]{12}"


def names(path: Path, layout: str) -> list[str]:
    """Return the names of what `new` writes below `path`."""
    files = create(path, "add_x", is_index=False, layout=layout)
    return [str(file.relative_to(path)) for file in files]


@pytest.mark.parametrize(
    ("layout", "expected"),
    [
        ("dbmate", [f"{MOMENT}_add_x.sql"]),
        ("golang-migrate", ["000003_add_x.up.sql", "000003_add_x.down.sql"]),
        ("flyway", ["later/V1.2__add_x.sql", "later/U1.2__add_x.sql"]),
    ],
)
def test_new_goes_on_with_the_numbers_of_the_folder(
    tmp_path: Path, layout: str, expected: list[str]
) -> None:
    found = names(write(tmp_path, FILES[layout]), layout)
    assert all(re.fullmatch(*pair) for pair in zip(expected, found, strict=True))


@pytest.mark.parametrize(
    ("layout", "expected"),
    [
        ("dbmate", [f"{MOMENT}_add_x.sql"]),
        ("golang-migrate", [f"{MOMENT}_add_x.up.sql", f"{MOMENT}_add_x.down.sql"]),
        ("flyway", ["V1__add_x.sql", "U1__add_x.sql"]),
    ],
)
def test_new_numbers_the_first_file_as_the_tool_does(
    tmp_path: Path, layout: str, expected: list[str]
) -> None:
    assert all(re.fullmatch(*pair) for pair in zip(expected, names(tmp_path, layout), strict=True))


@pytest.mark.parametrize(
    ("last", "following"),
    [
        ("V1__a.sql", "V2__add_x.sql"),
        ("V1_09__a.sql", "V1_10__add_x.sql"),
        ("V2.0__a.sql", "V2.1__add_x.sql"),
        ("V20250101000001__a.sql", f"V{MOMENT}__add_x.sql"),
    ],
)
def test_new_flyway_version_is_one_more_at_its_end(
    tmp_path: Path, last: str, following: str
) -> None:
    assert re.fullmatch(following, names(write(tmp_path, {last: ""}), "flyway")[0])


def test_new_comes_after_a_file_of_the_future(tmp_path: Path) -> None:
    """A clock that went wrong once must not put the next file before the last one."""
    write(tmp_path, {"99990101000000_a.up.sql": ""})
    assert names(tmp_path, "golang-migrate")[0] == "99990101000001_add_x.up.sql"


@pytest.mark.parametrize("layout", ["dbmate", "golang-migrate", "flyway"])
def test_new_file_is_refused_until_it_is_filled_in(fleet: Fleet, layout: str) -> None:
    fleet = fleet.of(layout)
    files = create(fleet.path, "add_x", is_index=False, layout=layout)
    assert refusal(fleet.up).message.endswith(f"{files[0].name}: no statement in it")
    statements = ("CREATE TABLE x ();\n", "DROP TABLE x;\n")
    if layout == "dbmate":
        up, mark, down = files[0].read_text().partition("-- migrate:down\n")
        files[0].write_text(up + statements[0] + mark + down + statements[1])
    for file, statement in zip(files if len(files) == 2 else (), statements, strict=False):
        file.write_text(file.read_text() + statement)
    assert fleet.up()[-1] == folder.read(fleet.path, layout).migrations[-1].id
    assert fleet.tables(["x"]) == ["x"]
    assert (len(fleet.down()), fleet.tables(["x"])) == (1, [])


def test_new_leaves_the_plan_to_sqitch(tmp_path: Path) -> None:
    error = refusal(lambda: create(tmp_path, "add_x", is_index=False, layout="sqitch"))
    assert error.hint == "Use `sqitch add`, which keeps the plan."


def test_new_index_file_is_refused_where_there_is_no_folder_for_it(tmp_path: Path) -> None:
    error = refusal(lambda: create(tmp_path, "x", is_index=True, layout="dbmate"))
    assert error.message == "dbmate has no folder of index files"
