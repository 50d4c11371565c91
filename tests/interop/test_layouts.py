"""What each layout makes of its files: no server is asked."""

from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from echoes_schema import settings
from echoes_schema.errors import SettingsError
from echoes_schema.migrations import folder, histories, layouts, script
from echoes_schema.migrations.folder import Migration
from tests.interop.foreign import FILES, NAMES, plan, write
from tests.migrations.project import refusal

Read = Callable[[str, Mapping[str, str | bytes]], tuple[Migration, ...]]
FOREIGN = sorted(FILES)
UP = "-- migrate:up\n"
DOWN = "-- migrate:down\n"


@pytest.fixture
def read(tmp_path: Path) -> Read:
    """Return the function that writes files and gives the migrations that a layout sees in them."""
    return lambda layout, files: folder.read(write(tmp_path, files), layout).migrations


def ids(migrations: tuple[Migration, ...]) -> list[str]:
    return [str(one.id) for one in migrations]


def forward(migration: Migration) -> list[tuple[int, int, str]]:
    """Return line, column and text of each statement that applies a migration."""
    return [(one.line, one.column, one.sql) for one in script.forward(migration).statements]


def backward(migration: Migration) -> list[str]:
    text = script.way_back(migration) or ""
    back = script.backward(str(migration.id), text, is_transactional=migration.use_transactions)
    return [one.sql for one in back.statements]


def is_backward_transactional(migration: Migration) -> bool:
    text = script.way_back(migration) or ""
    return script.backward("x", text, is_transactional=True).is_transactional


def test_settings_and_readers_know_the_same_layouts() -> None:
    assert layouts.NAMES == ("echoes", *histories.READERS) == settings.LAYOUTS


def test_unknown_layout_is_refused_with_the_known_ones(tmp_path: Path) -> None:
    assert "sqitch" in refusal(lambda: folder.read(tmp_path, "liquibase")).hint


@pytest.mark.parametrize("layout", FOREIGN)
def test_layout_finds_both_migrations_with_their_ways_back(read: Read, layout: str) -> None:
    a, b = read(layout, FILES[layout])
    assert (a.id, b.id) == NAMES[layout]
    assert [sql for *_, sql in forward(a) + forward(b)] == [
        "CREATE TABLE a ()",
        "CREATE TABLE b ()",
    ]
    assert backward(a) + backward(b) == ["DROP TABLE a", "DROP TABLE b"]


@pytest.mark.parametrize("layout", FOREIGN)
def test_statement_keeps_its_place_in_the_file(read: Read, layout: str) -> None:
    migration = read(layout, FILES[layout])[0]
    lines = migration.file.read_text().splitlines()
    ((line, column, sql),) = forward(migration)
    assert lines[line - 1][column - 1 :] == sql + ";"


@pytest.mark.parametrize("layout", FOREIGN)
def test_empty_folder_is_refused(tmp_path: Path, layout: str) -> None:
    if layout == "sqitch":
        write(tmp_path, {"sqitch.plan": plan()})
    assert refusal(lambda: folder.read(tmp_path, layout)).message.endswith("no migrations in it")


@pytest.mark.parametrize("layout", [name for name in FOREIGN if name != "sqitch"])
def test_missing_folder_is_refused(tmp_path: Path, layout: str) -> None:
    error = refusal(lambda: folder.read(tmp_path / "none", layout))
    assert error.message.endswith("none: no such folder")


@pytest.mark.parametrize(
    "comment", ["-- depends: x", "/* transactional: false */", "-- note: a: b"]
)
@pytest.mark.parametrize("layout", ["dbmate", "golang-migrate", "flyway", "sqitch"])
def test_directives_of_ours_are_prose_in_a_foreign_file(
    read: Read, layout: str, comment: str
) -> None:
    files = {
        name: text.replace("CREATE TABLE a", f"{comment}\nCREATE TABLE a {comment}\n")
        for name, text in FILES[layout].items()
    }
    migration = read(layout, files)[0]
    assert (migration.header.depends, len(forward(migration))) == ((), 1)


def test_comment_inside_a_function_body_is_left_alone(read: Read) -> None:
    body = "DO $$ BEGIN\n-- depends: x\nNULL; END $$"
    (migration,) = read("flyway", {"V1__a.sql": f"-- depends: y\n{body};"})
    assert forward(migration) == [(2, 1, body)]


def test_byte_order_mark_and_line_ends_move_nothing(read: Read) -> None:
    text = f"{UP}\nSELECT 1;\n{DOWN}".replace("\n", "\r\n").encode()
    (migration,) = read("dbmate", {"1_a.sql": b"\xef\xbb\xbf" + text})
    assert forward(migration) == [(3, 1, "SELECT 1")]


# yoyo


def test_yoyo_files_of_one_day_are_two(read: Read) -> None:
    found = read("echoes", {"20250101_01_aaaaa-x.sql": "", "20250101_02_bbbbb-x.sql": ""})
    assert ids(found) == ["20250101_01_aaaaa-x", "20250101_02_bbbbb-x"]


def test_yoyo_directives_mean_what_they_mean(read: Read) -> None:
    files = {"1.sql": "-- depends: 2\n-- transactional: false\n", "2.sql": "-- by: x\n"}
    second, first = read("yoyo", files)
    assert (second.id, first.id, first.use_transactions) == ("2", "1", False)


@pytest.mark.parametrize(
    ("name", "text", "message"),
    [
        ("1.sql", "-- depend: 2\n", "unknown directive depend; did you mean depends?"),
        ("1.py", "", "a migration in Python"),
        ("post-apply.sql", "", "a post-apply file, which yoyo runs after every `apply`"),
        ("1.rollback.sql", "", "a rollback without its migration"),
    ],
)
def test_yoyo_folder_is_refused(read: Read, name: str, text: str, message: str) -> None:
    assert refusal(lambda: read("yoyo", {name: text, "0.sql": ""})).message.endswith(message)


def test_yoyo_rollback_without_a_statement_is_no_way_back(read: Read) -> None:
    (migration,) = read("yoyo", {"1.sql": "SELECT 1;", "1.rollback.sql": "-- nothing\n"})
    assert migration.down is None


# dbmate


def test_dbmate_options_hold_for_their_own_direction(read: Read) -> None:
    text = f"{UP}CREATE INDEX i ON a (b);\n-- migrate:down transaction:false\nVACUUM a;"
    (migration,) = read("dbmate", {"1_a.sql": text})
    assert migration.use_transactions
    assert not is_backward_transactional(migration)


def test_dbmate_runs_by_name_and_skips_what_has_no_number(read: Read) -> None:
    text = UP + DOWN
    found = read("dbmate", {"10_a.sql": text, "9_b.sql": text, "notes.sql": "x", "11.txt": "x"})
    assert [(one.id, one.number) for one in found] == [("10_a", "10"), ("9_b", "9")]


@pytest.mark.parametrize("down", ["", "\n-- nothing\n", "/* nothing */"])
def test_dbmate_down_without_a_statement_is_no_way_back(read: Read, down: str) -> None:
    (migration,) = read("dbmate", {"1_a.sql": UP + "SELECT 1;\n" + DOWN + down})
    assert migration.down is None


MARKS = "not one -- migrate:up and one -- migrate:down after it"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("SELECT 1;", f"1_a.sql: {MARKS}"),
        (UP, f"1_a.sql: {MARKS}"),
        (DOWN + UP, f"1_a.sql: {MARKS}"),
        (UP + DOWN + UP + DOWN, f"1_a.sql: {MARKS}"),
        (f"-- x\nSELECT 1;\n{UP}{DOWN}", "1_a.sql:2:1: above -- migrate:up"),
        (f"{UP}-- migrate:dwon\n", "1_a.sql:2:1: dbmate takes no notice of -- migrate:dwon"),
        (f"{UP}  {DOWN}", "1_a.sql:2:1: dbmate takes no notice of -- migrate:down"),
        (
            f"-- migrate:up transaction: false\n{DOWN}",
            "1_a.sql:1:1: unknown option transaction: false",
        ),
    ],
)
def test_dbmate_file_is_refused(read: Read, text: str, message: str) -> None:
    assert refusal(lambda: read("dbmate", {"1_a.sql": text})).message.endswith(message)


def test_dbmate_files_of_one_version_are_refused(read: Read) -> None:
    files = {"1_a.sql": UP + DOWN, "1_b.sql": UP + DOWN}
    assert "two migrations with the number 1" in refusal(lambda: read("dbmate", files)).message


# golang-migrate


@pytest.mark.parametrize(
    "text",
    [
        "BEGIN;\nSELECT 1;\nCOMMIT;\n",
        "/* c */ begin transaction ;\nSELECT 1;\nend",
        "SET lock_timeout = 1;BEGIN;\nSELECT 1; COMMIT; -- done",
        "START TRANSACTION;\nSELECT 1;\nCOMMIT WORK;\n",
    ],
)
def test_transaction_around_a_whole_file_is_ours(read: Read, text: str) -> None:
    (migration,) = read("golang-migrate", {"1_a.up.sql": text})
    assert migration.use_transactions
    assert forward(migration)[-1] == (2, 1, "SELECT 1")


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("BEGIN; SELECT 1; COMMIT;\nBEGIN; SELECT 2; COMMIT;", "1:1: BEGIN"),
        ("SELECT 1;\nCOMMIT;", "2:1: COMMIT"),
        ("SELECT 1;\nBEGIN; SELECT 2; COMMIT;", "2:1: BEGIN"),
        ("BEGIN; SELECT 1; COMMIT;\nSELECT 2;", "1:1: BEGIN"),
        ("BEGIN ISOLATION LEVEL SERIALIZABLE;\nSELECT 1; COMMIT;", "1:1: BEGIN"),
        ("BEGIN;\nSELECT 1; COMMIT AND CHAIN;", "1:1: BEGIN"),
        ("BEGIN;\nSELECT 1; ROLLBACK;", "1:1: BEGIN"),
    ],
)
def test_transaction_around_a_part_is_refused(read: Read, text: str, place: str) -> None:
    (migration,) = read("golang-migrate", {"1_a.up.sql": text})
    message = refusal(lambda: script.forward(migration)).message
    assert message.endswith(f"1_a.up.sql:{place} inside a migration")


@pytest.mark.parametrize(
    ("statement", "is_transactional"),
    [
        ("CREATE INDEX CONCURRENTLY i ON a (b)", False),
        ("DROP INDEX CONCURRENTLY i", False),
        ("VACUUM a", False),
        ("REINDEX SCHEMA s", False),
        ("ALTER SYSTEM SET work_mem = 1", False),
        ("CREATE DATABASE d", False),
        ("SELECT 'concurrently', 'vacuum'", True),
        ("ANALYZE a; COMMENT ON TABLE a IS 'vacuum'", True),
        ("REINDEX TABLE a", True),
    ],
)
def test_statement_that_needs_it_runs_outside(
    read: Read, statement: str, is_transactional: bool
) -> None:
    files = {"1_a.up.sql": "SELECT 1", "1_a.down.sql": statement, "2_b.up.sql": statement}
    a, b = read("golang-migrate", files)
    assert (b.use_transactions, is_backward_transactional(a)) == (is_transactional,) * 2


def test_golang_migrate_pairs_by_version_and_runs_by_number(read: Read) -> None:
    files = {"10_b.up.sql": "", "9_a.up.sql": "", "09_back.down.sql": "SELECT 1", "x.sql": "x"}
    nine, ten = read("golang-migrate", files)
    assert (nine.id, nine.down, ten.id, ten.down) == ("9_a", "SELECT 1", "10_b", None)


@pytest.mark.parametrize(
    ("other", "message"),
    [("01_b.up.sql", "two up files of version 1"), ("2_b.down.sql", "version 2 has no up file")],
)
def test_golang_migrate_folder_is_refused(read: Read, other: str, message: str) -> None:
    files = {"1_a.up.sql": "", other: ""}
    assert message in refusal(lambda: read("golang-migrate", files)).message


# Flyway


def test_flyway_runs_by_version_in_all_folders(read: Read) -> None:
    names = ["V2__c.sql", "x/V1_10__b.sql", "V1.9.sql", "V1_2_0__z.sql", "other.sql"]
    found = read("flyway", dict.fromkeys(names, ""))
    expected = [("V1_2_0__z", "1.2"), ("V1.9", "1.9"), ("V1_10__b", "1.10"), ("V2__c", "2")]
    assert [(one.id, one.number) for one in found] == expected


def test_flyway_script_configuration_decides_on_the_transaction(read: Read) -> None:
    conf = "# why\nexecuteInTransaction=false\nplaceholderReplacement = false\n"
    files = {"V1__a.sql": "SELECT '${x}';", "V1__a.sql.conf": conf, "V2__b.sql": "SELECT 1;"}
    a, b = read("flyway", files)
    assert (a.use_transactions, b.use_transactions, len(forward(a))) == (False, True, 1)


@pytest.mark.parametrize(
    "line", ["shouldExecute=x", "encoding=latin1", "executeInTransaction=no", "other=true"]
)
def test_flyway_setting_that_is_not_kept_is_refused(read: Read, line: str) -> None:
    error = refusal(lambda: read("flyway", {"V1__a.sql": "", "V1__a.sql.conf": f"\n{line}"}))
    assert error.message.endswith(f"V1__a.sql.conf:2: {line} is not kept here")


def test_flyway_placeholder_is_refused_where_it_would_run(read: Read) -> None:
    files = {"V1__a.sql": "SELECT\n '${x}';", "U1__a.sql": "SELECT '${y}';"}
    (migration,) = read("flyway", files)
    for act, place in ((script.forward, "V1__a.sql:2:3: ${x}"), (script.way_back, "U1__a.sql:1:9")):
        assert place in refusal(lambda act=act: act(migration)).message  # type: ignore[misc]


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("R__views.sql", "a repeatable migration"),
        ("B3__all.sql", "a baseline migration"),
        ("afterMigrate.sql", "a callback, which Flyway runs at every run"),
        ("V2_b.sql", "not a name that Flyway takes notice of"),
        ("U2__b.sql", "an undo script without its migration"),
        ("x/V1.0__b.sql", "two files of version 1"),
    ],
)
def test_flyway_folder_is_refused(read: Read, name: str, message: str) -> None:
    error = refusal(lambda: read("flyway", {"V1__a.sql": "", name: ""}))
    assert message in error.message


# sqitch

SCRIPTS = {f"deploy/{name}.sql": "" for name in ("a", "a@v1", "b", "c", "sub/d")}


def test_sqitch_runs_by_the_plan(read: Read) -> None:
    text = plan("c", "sub/d", "\n# said", "@v1", "+ a [c sub/d@v1 @v1 fleet:c]")
    c, d, a = read("sqitch", SCRIPTS | {"sqitch.plan": text})
    assert ids((c, d, a)) == ["c", "sub/d", "a"]
    assert a.header.depends == ("c", "sub/d", "sub/d", "c")


def test_sqitch_script_without_transaction_runs_outside_one(read: Read) -> None:
    a, b = read("sqitch", FILES["sqitch"])
    assert (a.use_transactions, b.use_transactions) == (True, False)
    assert (is_backward_transactional(a), is_backward_transactional(b)) == (True, False)


def test_sqitch_rework_is_a_change_of_its_own(read: Read) -> None:
    """The first one keeps its name, so that what is applied stays applied when it is reworked."""
    files = {"sqitch.plan": plan("a", "@v0", "@v1", "b", "a [a@v1]")}
    a, b, again = read("sqitch", SCRIPTS | files)
    found = [(one.id, one.file.name) for one in (a, b, again)]
    assert found == [("a", "a@v1.sql"), ("b", "b.sql"), ("a#2", "a.sql")]
    assert again.header.depends == ("a",)


def test_sqitch_second_rework_has_the_scripts_of_its_own_tag(read: Read) -> None:
    files = {
        "sqitch.plan": plan("a", "@v0", "a [a@v0]", "@v1", "a [a@v1]"),
        "deploy/a@v0.sql": "",
        "deploy/a@v1.sql": "",
        "deploy/a.sql": "",
    }
    found = [(str(one.id), one.file.name) for one in read("sqitch", files)]
    assert found == [("a", "a@v0.sql"), ("a#2", "a@v1.sql"), ("a#3", "a.sql")]


@pytest.mark.parametrize("dependency", ["!b", "other:b", "0123456789" * 4])
def test_sqitch_dependency_that_only_sqitch_knows_is_refused_where_it_would_run(
    read: Read, dependency: str
) -> None:
    (migration,) = read("sqitch", SCRIPTS | {"sqitch.plan": plan(f"a [{dependency}]")})
    message = refusal(lambda: script.forward(migration)).message
    assert message.endswith(f"sqitch.plan:4: whether {dependency} holds is sqitch's to say")


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("a [b]", "sqitch.plan:4: requires b, which is not above it"),
        ("a [b@v1]", "sqitch.plan:4: requires b@v1, which is not above it"),
        ("none", "deploy/none.sql"),
        ("- a", "sqitch.plan:4: not a line of a plan"),
        ("a b", "sqitch.plan:4: not a line of a plan"),
    ],
)
def test_sqitch_plan_is_refused(read: Read, line: str, message: str) -> None:
    error = refusal(lambda: read("sqitch", SCRIPTS | {"sqitch.plan": plan(line)}))
    assert error.message.endswith(message)


def test_sqitch_folder_without_a_plan_is_refused(tmp_path: Path) -> None:
    assert "sqitch.plan: no such file" in refusal(lambda: folder.read(tmp_path, "sqitch")).message


# The choice


def test_layout_is_read_from_pyproject(tmp_path: Path) -> None:
    write(tmp_path, {"pyproject.toml": '[tool.echoes-schema]\nlayout = "dbmate"\n'})
    found = settings.load(environment={}, folder=tmp_path)
    assert found.layout == "dbmate"
    assert settings.load(environment={}, folder=tmp_path, layout="yoyo").layout == "yoyo"


@pytest.mark.parametrize("value", ['"rails"', "3"])
def test_unknown_layout_in_pyproject_is_refused(tmp_path: Path, value: str) -> None:
    write(tmp_path, {"pyproject.toml": f"[tool.echoes-schema]\nlayout = {value}\n"})
    with pytest.raises(SettingsError, match=r"layout .*: no such layout") as caught:
        settings.load(environment={}, folder=tmp_path)
    assert caught.value.hint.endswith("dbmate, golang-migrate, flyway, sqitch.")
