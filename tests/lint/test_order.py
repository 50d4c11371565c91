"""Migrations build on each other in the order in which the runner runs them."""

from pathlib import Path

import pytest

from echoes_schema.lint import Choice
from tests.harness.program import Run
from tests.lint.project import only, report, rules, write

WIDE = "CREATE TABLE t (a varchar(5));\n"
WIDER = "ALTER TABLE t ALTER a TYPE varchar(9);\n"


def test_what_a_migration_depends_on_is_replayed_before_it(tmp_path: Path) -> None:
    """Without that the type before would be unknown."""
    files = {"1_a.sql": f"-- depends: 2_b\n\n{WIDER}", "2_b.sql": WIDE}
    assert rules(report(write(tmp_path, files))) == []
    write(tmp_path, {"1_a.sql": WIDER})
    assert rules(report(tmp_path)) == ["1_a.sql:1 column-type-change"]


def test_since_counts_in_that_order(tmp_path: Path) -> None:
    drop = "ALTER TABLE t DROP COLUMN a;\n"
    files = {"1_a.sql": f"-- depends: 2_b\n\n{drop}", "2_b.sql": drop}
    found = report(write(tmp_path, files), choice=Choice(since="2_b"))
    assert rules(found) == ["1_a.sql:3 drop-column"]


@pytest.mark.parametrize(
    ("header", "said"),
    [
        ("", "two migrations with the number 1: "),
        ("-- depends: 3_d\n", "depends on 3_d, which is not there"),
        ("-- depends: 1_a\n", "1_a depend on each other in a circle"),
    ],
)
def test_a_folder_without_an_order_is_found_and_its_files_run_as_always(
    tmp_path: Path, header: str, said: str
) -> None:
    concurrent = "CREATE INDEX CONCURRENTLY i ON t (a);\n"
    files = {"migrations/1_a.sql": f"{header}\n{WIDE}", "migrations/2_c.sql": concurrent}
    if not header:
        files["indexes/01_b.sql"] = "SELECT 1;"
    found = report(write(tmp_path, files))
    assert said in only(found, "refused-file").message
    assert only(found, "refused-file").hint.startswith(("Give the one", "Correct", "Remove"))
    assert only(found, "concurrently-in-transaction").line == 1


def test_a_number_that_a_branch_takes_twice_is_found_by_what_it_changed(tmp_path: Path) -> None:
    write(tmp_path, {"1_a.sql": WIDE, "01_b.sql": "SELECT 1;"})
    changed = frozenset({tmp_path / "01_b.sql"})
    found = report(tmp_path, choice=Choice(changed))
    assert [one.rule for one in found.findings] == ["refused-file", "missing-rollback"]
    found = report(tmp_path, "01_b.sql")
    assert [one.rule for one in found.findings] == ["refused-file", "missing-rollback"]
    found = report(tmp_path, choice=Choice(frozenset({tmp_path.parent / "else.sql"})))
    assert found.findings == ()


def test_a_way_back_without_its_migration_is_found_once(tmp_path: Path) -> None:
    found = report(write(tmp_path, {"1_a.sql": WIDE, "1_b.rollback.sql": "SELECT 1;"}))
    assert rules(found) == ["1_b.rollback.sql:1 orphan-rollback"]


@pytest.mark.parametrize("layout", ["echoes", "yoyo"])
def test_past_a_way_back_without_its_migration_the_rest_is_judged_as_it_runs(
    tmp_path: Path, layout: str
) -> None:
    files = {
        "1_a.sql": WIDE,
        "1_a.rollback.sql": "DROP TABLE t;",
        "2_b.sql": "CREATE INDEX CONCURRENTLY i ON t (a);",
        "3_c.rollback.sql": "SELECT 1;",
    }
    found = report(write(tmp_path, files), layout=layout)
    assert rules(found, but=("no-primary-key",)) == [
        "2_b.sql:1 missing-rollback",
        "2_b.sql:1 concurrently-in-transaction",
        "3_c.rollback.sql:1 orphan-rollback",
    ]


def test_what_flyway_runs_besides_is_judged_after_its_versions(tmp_path: Path) -> None:
    view = "CREATE OR REPLACE VIEW v AS SELECT a FROM t;\nCREATE INDEX i ON t (a);\n"
    files = {
        "R__a_view.sql": view,
        "V2__b.sql": WIDER,
        "V10__c.sql": "ALTER TABLE t DROP COLUMN b;\n",
        "V1__a.sql": WIDE,
        "U1__a.sql": "DROP TABLE t;\n",
        "more/afterMigrate.sql": "VACUUM t;\n",
    }
    found = rules(report(write(tmp_path, files), layout="flyway"), but=("no-primary-key",))
    assert found == [
        "R__a_view.sql:1 refused-file",
        "R__a_view.sql:2 index-not-concurrent",
        "V10__c.sql:1 drop-column",
        "afterMigrate.sql:1 refused-file",
    ]


def test_what_up_says_of_a_repeatable_migration_is_told_and_fails_nothing(
    tmp_path: Path, run: Run
) -> None:
    write(tmp_path, {"V1__a.sql": WIDE, "R__a_view.sql": "CREATE OR REPLACE VIEW v AS SELECT 1;\n"})
    found = only(report(tmp_path, layout="flyway"), "refused-file")
    assert (found.level, found.message) == ("info", "a repeatable migration")
    done = run("--sql", str(tmp_path), "--layout", "flyway", "up")
    assert (done.returncode, found.message in done.stderr, found.hint in done.stderr) == (
        2,
        True,
        True,
    )


OUTSIDE = {
    "migrations/1_a.sql": WIDE,
    "migrations/1_a.rollback.sql": "DROP TABLE t;\n",
    "indexes/3_c.sql": "CREATE INDEX CONCURRENTLY i ON t (a);\n",
    "migrations/4_d.sql": WIDER,
    "migrations/4_d.rollback.sql": "SELECT 1;\n",
}


@pytest.mark.parametrize(
    ("files", "expected"),
    [
        ({"migrations/2_b.sql": b"\xff"}, ["2_b.sql:1 refused-file"]),
        ({"migrations/2_b.sql": "-- depend: x\nSELECT 1;"}, ["2_b.sql:1 refused-file"]),
        ({"migrations/2_b.rollback.sql": "SELECT 1;"}, ["2_b.rollback.sql:1 orphan-rollback"]),
        ({"migrations/1_a.rollback.sql": b"\xff"}, ["1_a.rollback.sql:1 refused-file"]),
        (
            {
                "migrations/2_b.sql": "-- depend: x\nSELECT 1;",
                "migrations/2_b.rollback.sql": b"\xff",
            },
            ["2_b.rollback.sql:1 refused-file", "2_b.sql:1 refused-file"],
        ),
    ],
)
def test_a_file_that_is_refused_leaves_the_others_their_modes(
    tmp_path: Path, files: dict[str, str | bytes], expected: list[str]
) -> None:
    """Read file by file, nothing would be in a transaction, and 4_d would come before 3_c."""
    assert rules(report(write(tmp_path, {**OUTSIDE, **files}))) == expected
    in_transaction = {"migrations/5_e.sql": "CREATE INDEX CONCURRENTLY j ON t (a);\n"}
    found = report(write(tmp_path, in_transaction))
    assert only(found, "concurrently-in-transaction").line == 1


def test_a_refused_migration_is_replayed_in_its_place(tmp_path: Path) -> None:
    """Its statements are known, and what comes after it builds on them."""
    slip = "-- depend: x\nALTER TABLE t ADD b char(5);\n"
    wider = "ALTER TABLE t ALTER b TYPE varchar(9);\n"
    files = {**OUTSIDE, "migrations/2_b.sql": slip, "migrations/5_e.sql": wider}
    assert "5_e.sql:1 column-type-change" in rules(report(write(tmp_path, files)))
    write(tmp_path, {"migrations/2_b.sql": slip.replace("char", "varchar")})
    assert "5_e.sql:1 column-type-change" not in rules(report(tmp_path))
