"""`renumber` moves mine behind theirs: all files and names, or nothing."""

import json
from pathlib import Path

import pytest

from echoes_schema.errors import EchoesError
from echoes_schema.migrations import folder
from echoes_schema.migrations.renumber import perform, plan
from tests.harness.program import Run
from tests.interop.foreign import write
from tests.migrations.project import A, B, Project, refusal

# Theirs and mine took 0002; 0003_c is mine too.
MERGED = {
    "migrations/0001_a.sql": "CREATE TABLE a ();\n",
    "migrations/0002_theirs.sql": "-- depends: 0001_a\nCREATE TABLE t ();\n",
    "migrations/0002_mine.sql": "-- What 0002_mine does.\n-- depends: 0001_a\n\n"
    "SELECT '0002_mine';\n",
    "migrations/0002_mine.rollback.sql": "-- Undoes 0002_mine.\n\nSELECT 1;\n",
    "indexes/0003_c.sql": "-- depends: 0001_a 0002_mine\n-- transactional: false\n\nSELECT 2;\n",
}


@pytest.fixture
def sql(tmp_path: Path) -> Path:
    return write(tmp_path / "sql", MERGED)


def content(sql: Path) -> dict[str, bytes]:
    return {
        str(file.relative_to(sql)): file.read_bytes()
        for file in sorted(sql.rglob("*"))
        if file.is_file()
    }


def renumber(sql: Path, *names: str, layout: str = "echoes") -> list[str]:
    """Renumber, and return the new names of files."""
    found = plan(sql, names, layout=layout)
    perform(found)
    return sorted(new.name for _, new in found.renamed)


def test_mine_move_behind_theirs_in_their_order(sql: Path) -> None:
    assert renumber(sql, "0003_c", "0002_mine") == [
        "0003_mine.rollback.sql",
        "0003_mine.sql",
        "0004_c.sql",
    ]
    assert [one.id for one in folder.read(sql).migrations] == [
        "0001_a",
        "0002_theirs",
        "0003_mine",
        "0004_c",
    ]


def test_depends_and_own_header_follow_and_statements_stay(sql: Path) -> None:
    renumber(sql, "0002_mine", "0003_c")
    assert (sql / "migrations/0003_mine.sql").read_text() == (
        "-- What 0003_mine does.\n-- depends: 0001_a\n\nSELECT '0002_mine';\n"
    )
    assert "-- Undoes 0003_mine." in (sql / "migrations/0003_mine.rollback.sql").read_text()
    assert "-- depends: 0001_a 0003_mine\n" in (sql / "indexes/0004_c.sql").read_text()


def test_prose_of_other_files_stays(sql: Path) -> None:
    text = "-- After 0002_mine.\n-- depends: 0002_mine\n\nSELECT 1;\n"
    write(sql, {"migrations/0003_d.sql": text})
    renumber(sql, "0002_mine")
    assert (sql / "migrations/0003_d.sql").read_text() == text.replace(": 0002", ": 0004")


def test_name_with_a_hyphen_is_followed_as_a_whole(tmp_path: Path) -> None:
    files = {"1_t.sql": "", "1_a.sql": "", "1_a-b.sql": "", "2_c.sql": "-- depends: 1_a-b 1_a"}
    renumber(write(tmp_path, files), "1_a")
    assert (tmp_path / "2_c.sql").read_text() == "-- depends: 1_a-b 3_a"


def test_one_of_mine_alone_goes_behind_all_and_who_needs_it_follows(sql: Path) -> None:
    assert renumber(sql, "0002_mine") == ["0004_mine.rollback.sql", "0004_mine.sql"]
    assert folder.read(sql).by_id["0003_c"].header.depends == ("0001_a", "0004_mine")


def test_names_that_take_over_each_other_are_not_mixed_up(tmp_path: Path) -> None:
    """0002_x becomes 0003_x, and the old 0003_x another one."""
    files = {"0002_t.sql": "", "0002_x.sql": "-- 0002_x", "0003_x.sql": "-- depends: 0002_x"}
    assert renumber(write(tmp_path, files), "0002_x", "0003_x") == ["0003_x.sql", "0004_x.sql"]
    assert (tmp_path / "0003_x.sql").read_text() == "-- 0003_x"
    assert (tmp_path / "0004_x.sql").read_text() == "-- depends: 0003_x"


@pytest.mark.parametrize(
    ("theirs", "mine", "new"),
    [("9_a", "9_b", "10_b"), ("0009_a", "0009_b", "0010_b"), ("0012_a", "007_b", "013_b")],
)
def test_width_of_the_number_is_kept(tmp_path: Path, theirs: str, mine: str, new: str) -> None:
    write(tmp_path, {f"{theirs}.sql": "", f"{mine}.sql": ""})
    assert renumber(tmp_path, mine) == [f"{new}.sql"]


def test_what_comes_last_already_keeps_its_number(sql: Path) -> None:
    assert renumber(sql, "0003_c") == []


def test_line_ends_and_byte_order_mark_stay(tmp_path: Path) -> None:
    write(tmp_path, {"1_a.sql": b"", "1_b.sql": b"", "2_c.sql": b"\xef\xbb\xbf-- depends: 1_b\r\n"})
    renumber(tmp_path, "1_b")
    assert (tmp_path / "2_c.sql").read_bytes() == b"\xef\xbb\xbf-- depends: 3_b\r\n"


@pytest.mark.parametrize(
    "name", ["sql/migrations/0002_mine.sql", "0002_mine.rollback.sql", "0002_m"]
)
def test_migration_is_named_by_its_path_or_beginning(sql: Path, name: str) -> None:
    assert "0004_mine.sql" in renumber(sql, name)


def test_number_of_two_is_refused_with_both_names(sql: Path) -> None:
    assert refusal(lambda: plan(sql, ["0002"])).message == "0002 may be 0002_mine, 0002_theirs"


def test_name_in_both_folders_is_refused(sql: Path) -> None:
    write(sql, {"indexes/0002_mine.sql": "SELECT 1;"})
    message = refusal(lambda: plan(sql, ["0002_mine"])).message
    assert message.startswith("0002_mine is there twice: ")


def test_failing_rename_leaves_everything_as_it_was(sql: Path) -> None:
    before = content(sql)
    (sql / "migrations/0003_mine.sql").mkdir()
    error = refusal(lambda: renumber(sql, "0002_mine", "0003_c"))
    assert error.message.endswith("0003_mine.sql: File exists")
    assert content(sql) == before


@pytest.mark.parametrize("layout", ["yoyo", "flyway", "sqitch"])
def test_layout_without_such_numbers_is_refused(sql: Path, layout: str) -> None:
    message = refusal(lambda: plan(sql, ["0002_mine"], layout=layout)).message
    assert message == f"renumber does not know the numbers of {layout}"


@pytest.mark.parametrize("name", ["users", "20250101_01_abcde-x"])
def test_name_without_a_number_of_its_own_is_refused(tmp_path: Path, name: str) -> None:
    write(tmp_path, {f"{name}.sql": ""})
    assert "no number of a sequence" in refusal(lambda: plan(tmp_path, [name])).message


@pytest.mark.parametrize(
    ("layout", "files", "expected"),
    [
        (
            "golang-migrate",
            ["000007_t.up.sql", "000007_m.up.sql", "000007_m.down.sql"],
            ["000008_m.down.sql", "000008_m.up.sql"],
        ),
        ("dbmate", ["20250101120000_t.sql", "20250101120000_m.sql"], ["20250101120001_m.sql"]),
    ],
)
def test_files_of_other_tools_move_too(
    tmp_path: Path, layout: str, files: list[str], expected: list[str]
) -> None:
    write(tmp_path, dict.fromkeys(files, "-- migrate:up\nSELECT 1;\n-- migrate:down\n"))
    with pytest.raises(EchoesError):
        folder.read(tmp_path, layout)
    assert renumber(tmp_path, files[1], layout=layout) == expected
    assert len(folder.read(tmp_path, layout).migrations) == 2


def test_refusal_of_doubles_names_the_command(sql: Path) -> None:
    hint = refusal(lambda: folder.read(sql)).hint
    assert "echoes-schema renumber 0002_theirs, or 0002_mine" in hint


def test_applied_migration_is_refused(project: Project, run: Run) -> None:
    project.write(A, B)
    project.up()
    project.write({"0002_mine": "SELECT 1;"})
    options = ("--sql", str(project.sql), "renumber")
    done = run(*options, "0002_b", database=project.url)
    assert done.returncode == 2
    assert "error: the database has it under that name: 0002_b" in done.stderr
    assert run(*options, "0002_mine", database=project.url).stdout.endswith("-> 0003_mine.sql\n")
    assert project.states()["0003_mine"] == "pending"


def test_begun_migration_is_refused(project: Project, run: Run) -> None:
    """What is done of it is remembered by its name."""
    project.write({"indexes/0001_a": "SELECT 1; SELECT nothing;"})
    refusal(project.up)
    done = run("--sql", str(project.sql), "renumber", "0001_a", database=project.url)
    assert "the database has it under that name: 0001_a" in done.stderr


def test_dry_run_changes_nothing_and_offline_asks_nobody(sql: Path, run: Run) -> None:
    before = content(sql)
    options = ("--sql", str(sql), "renumber", "--offline", "--dry-run", "0002_mine")
    done = run(*options, database="host=/nowhere")
    assert (done.returncode, done.stderr, content(sql)) == (0, "", before)
    assert done.stdout.splitlines() == [
        f"{sql}/migrations/0002_mine.sql -> 0004_mine.sql",
        f"{sql}/migrations/0002_mine.rollback.sql -> 0004_mine.rollback.sql",
        f"{sql}/migrations/0004_mine.rollback.sql: names in its header",
        f"{sql}/migrations/0004_mine.sql: names in its header",
        f"{sql}/indexes/0003_c.sql: names in its header",
    ]


def test_json_of_renumber(sql: Path, run: Run) -> None:
    done = run("--sql", str(sql), "renumber", "--offline", "--format", "json", "0002_mine")
    shape = json.loads(done.stdout)
    assert (list(shape), shape["version"]) == (["version", "renamed", "rewritten"], 1)
    assert shape["renamed"][0] == {
        "from": f"{sql}/migrations/0002_mine.sql",
        "to": f"{sql}/migrations/0004_mine.sql",
    }
    assert shape["rewritten"][-1] == f"{sql}/indexes/0003_c.sql"
