"""How a file runs, as the runner or psql would run it."""

from pathlib import Path

import pytest

from tests.lint.project import only, report, rules, write

CONCURRENT = "CREATE INDEX CONCURRENTLY i ON t (a);\n"
IN_TRANSACTION = "concurrently-in-transaction"


def modes(found: list[str]) -> list[str]:
    return [one for one in found if one.endswith(IN_TRANSACTION)]


@pytest.mark.parametrize(
    ("layout", "files", "expected"),
    [
        ("echoes", {"migrations/1_a.sql": CONCURRENT}, ["1_a.sql:1"]),
        ("echoes", {"migrations/1_a.sql": "-- transactional: false\n" + CONCURRENT}, []),
        ("echoes", {"migrations/1_a.sql": "SELECT 1;", "indexes/2_a.sql": CONCURRENT}, []),
        ("yoyo", {"a.sql": CONCURRENT}, ["a.sql:1"]),
        ("dbmate", {"1_a.sql": f"-- migrate:up\n{CONCURRENT}-- migrate:down\n"}, ["1_a.sql:2"]),
        (
            "dbmate",
            {"1_a.sql": f"-- migrate:up transaction:false\n{CONCURRENT}-- migrate:down\n"},
            [],
        ),
        ("golang-migrate", {"1_a.up.sql": CONCURRENT}, []),
        ("golang-migrate", {"1_a.up.sql": f"BEGIN;\n{CONCURRENT}COMMIT;"}, ["1_a.up.sql:2"]),
        ("flyway", {"V1__a.sql": CONCURRENT}, []),
        (
            "flyway",
            {"V1__a.sql": CONCURRENT, "V1__a.sql.conf": "executeInTransaction=true\n"},
            ["V1__a.sql:1"],
        ),
    ],
)
def test_transaction_is_the_runners(
    tmp_path: Path, layout: str, files: dict[str, str], expected: list[str]
) -> None:
    found = modes(rules(report(write(tmp_path, files), layout=layout)))
    assert found == [f"{place} {IN_TRANSACTION}" for place in expected]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("SELECT 1; CREATE INDEX CONCURRENTLY i ON t (a);", []),
        ("BEGIN; CREATE INDEX CONCURRENTLY i ON t (a); COMMIT;", [IN_TRANSACTION]),
        ("BEGIN; COMMIT; CREATE INDEX CONCURRENTLY i ON t (a); BEGIN; COMMIT;", []),
        ("BEGIN; SAVEPOINT s; ROLLBACK TO s; VACUUM; ROLLBACK;", [IN_TRANSACTION]),
        ("BEGIN; ROLLBACK AND CHAIN; VACUUM; COMMIT;", [IN_TRANSACTION]),
        ("BEGIN; REFRESH MATERIALIZED VIEW CONCURRENTLY m; COMMIT;", []),
        ("START TRANSACTION; REINDEX TABLE CONCURRENTLY t; COMMIT;", [IN_TRANSACTION]),
        ("BEGIN; ALTER TABLE t DETACH PARTITION p CONCURRENTLY; COMMIT;", [IN_TRANSACTION]),
        ("BEGIN; CREATE DATABASE d; COMMIT;", [IN_TRANSACTION]),
        ("START TRANSACTION; SAVEPOINT s; RELEASE s; COMMIT; VACUUM; SELECT 1;", []),
        ("START TRANSACTION; SAVEPOINT s; ROLLBACK TO s; ROLLBACK; VACUUM; SELECT 1;", []),
    ],
)
def test_a_file_by_itself_runs_as_in_psql(tmp_path: Path, text: str, expected: list[str]) -> None:
    other = write(tmp_path / "elsewhere", {"a.sql": text})
    write(tmp_path / "own", {"1_a.sql": "SELECT 1;"})
    found = report(tmp_path / "own", str(other / "a.sql"))
    assert [one.split()[1] for one in modes(rules(found))] == expected


def test_sqitch_is_read_in_the_order_of_its_plan(tmp_path: Path) -> None:
    lines = [f"{name} 2026-01-01T00:00:00Z A <a@example.org>" for name in "za"]
    plan = "\n".join(["%project=p", "", *lines, ""])
    files = {
        "sqitch.plan": plan,
        "deploy/z.sql": "BEGIN;\nCREATE TABLE t (a varchar(5));\nCOMMIT;\n",
        "deploy/a.sql": "BEGIN;\nALTER TABLE t ALTER a TYPE varchar(9);\nCOMMIT;\n",
        "revert/a.sql": "BEGIN;\nALTER TABLE t ALTER a TYPE varchar(5);\nCOMMIT;\n",
    }
    found = rules(report(write(tmp_path, files), layout="sqitch"))
    assert found == ["a.sql:2 column-type-change"]


def test_lines_of_a_dbmate_way_back_outside_a_transaction_are_the_files(tmp_path: Path) -> None:
    text = "-- migrate:up\nSELECT 1;\n-- migrate:down transaction:false\nVACUUM t;\nSELEC 1;\n"
    found = rules(report(write(tmp_path, {"1_a.sql": text}), layout="dbmate"))
    assert found == ["1_a.sql:5 syntax-error"]


@pytest.mark.parametrize(
    ("layout", "files", "said"),
    [
        ("echoes", {"1_a.sql": "SELECT 1;"}, "-- irreversible: reason"),
        (
            "golang-migrate",
            {"1_a.up.sql": "SELECT 1;", "2_b.up.sql": "SELECT 1;", "2_b.down.sql": "SELECT 1;"},
            "-- allow missing-rollback: reason",
        ),
    ],
)
def test_what_the_hint_for_a_missing_way_back_says_is_heard(
    tmp_path: Path, layout: str, files: dict[str, str], said: str
) -> None:
    found = only(report(write(tmp_path, files), layout=layout), "missing-rollback")
    assert found.hint.endswith(said)
    path = Path(found.path)
    path.write_text(f"{said}\n\n{path.read_text()}")
    assert rules(report(tmp_path, layout=layout), but=()) == []


@pytest.mark.parametrize(
    ("files", "expected"),
    [
        ({"1_a.up.sql": "SELEC;", "1_a.down.sql": ""}, "1_a.down.sql:1 empty-rollback"),
        ({"a/up.sql": "SELECT 1;", "a/down.sql": "--"}, "down.sql:1 empty-rollback"),
        ({"a/up.sql": "SELECT 1;", "b/down.sql": "SELECT 1;"}, ""),
        (
            {"1_a.sql": "SELECT 1;", "1_b.rollback.sql": "SELECT 1;"},
            "1_b.rollback.sql:1 orphan-rollback",
        ),
    ],
)
def test_another_folder_is_told_by_its_names(
    tmp_path: Path, files: dict[str, str], expected: str
) -> None:
    write(tmp_path / "own", {"1_a.sql": "SELECT 1;"})
    other = write(tmp_path / "other", files)
    found = rules(report(tmp_path / "own", str(other)), but=("missing-rollback", "syntax-error"))
    assert (expected in found) if expected else found == []


def test_headers_of_yoyo_are_read_as_yoyo_reads_them(tmp_path: Path) -> None:
    files = {"other/1_a.sql": "-- author: ann\nSELECT 1;", "other/1_a.rollback.sql": "SELECT 1;"}
    assert rules(report(write(tmp_path, files), "other")) == []


def test_slip_in_a_header_of_ours_is_no_header_of_yoyo(tmp_path: Path) -> None:
    files = {"other/1_a.sql": "-- depend: b\nSELECT 1;", "other/1_a.rollback.sql": "SELECT 1;"}
    assert rules(report(write(tmp_path, files), "other")) == ["1_a.sql:1 refused-file"]
