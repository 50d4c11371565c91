"""Numbered files of a folder are one history, whichever are asked for; no other is of another."""

from pathlib import Path

import pytest

from tests.lint.project import report, rules, write

WIDE = "CREATE TABLE t (a varchar(5));\n"
WIDER = "ALTER TABLE t ALTER a TYPE varchar(9);\n"
FILES = {"a/1.sql": WIDE, "a/2.sql": WIDER, "b/3.sql": WIDER}
FOUND = ["3.sql:1 column-type-change"]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "sql").mkdir()
    return write(tmp_path, FILES)


def judged(folder: Path, *paths: str) -> list[str]:
    """Lint paths beside the project's own folder."""
    return rules(report(folder / "sql", *(str(folder / path) for path in paths)))


def test_what_another_folder_makes_is_unknown(folder: Path) -> None:
    assert judged(folder, *FILES) == FOUND
    assert judged(folder, ".") == FOUND


@pytest.mark.parametrize("cut", [1, 2])
def test_a_list_may_be_cut_anywhere(folder: Path, cut: int) -> None:
    names = list(FILES)
    assert judged(folder, *names[:cut]) + judged(folder, *names[cut:]) == FOUND


@pytest.mark.parametrize(
    "names",
    [
        ("1_a/up.sql", "2_b/up.sql"),
        ("20250131_a/migration.sql", "20250201_b/migration.sql"),
        ("deploy/a.sql", "deploy/b.sql"),
        ("migrations/1_a.sql", "indexes/2_b.sql"),
        ("1_a.up.sql", "2_b.up.sql"),
    ],
)
def test_folders_that_a_tool_keeps_together_are_one(tmp_path: Path, names: tuple[str, str]) -> None:
    (tmp_path / "sql").mkdir()
    write(tmp_path / "x", dict(zip(names, (WIDE, WIDER), strict=True)))
    assert judged(tmp_path, f"x/{names[1]}") == []
    assert judged(tmp_path, *(f"x/{name}" for name in names)) == []


@pytest.mark.parametrize("asked", [("a.sql", "b.sql"), ("b.sql",), (".",)])
def test_files_without_an_order_say_nothing_of_each_other(
    tmp_path: Path, asked: tuple[str, ...]
) -> None:
    (tmp_path / "sql").mkdir()
    write(tmp_path / "x", {"a.sql": WIDE, "b.sql": WIDER})
    assert judged(tmp_path, *(f"x/{name}" for name in asked)) == ["b.sql:1 column-type-change"]


def test_projects_folder_below_another_is_read_as_the_runner_reads_it(tmp_path: Path) -> None:
    text = "CREATE INDEX CONCURRENTLY i ON t (a);\n"
    write(tmp_path, {"sql/migrations/1_a.sql": text, "sql/seeds/s.sql": WIDER})
    assert judged(tmp_path, ".") == [
        "1_a.sql:1 concurrently-in-transaction",
        "s.sql:1 column-type-change",
    ]
