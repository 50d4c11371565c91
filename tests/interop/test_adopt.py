"""Taking over a history: what is recorded, what is refused, and what stays as it was."""

import json
from dataclasses import replace
from datetime import UTC, datetime

import psycopg
import pytest

from echoes_schema.migrations import adopt, journal, lock
from tests.harness.program import Run
from tests.harness.waiting import wait_for
from tests.interop import tables
from tests.interop.foreign import FILES, Fleet, refused, write
from tests.interop.tables import Ran
from tests.migrations.project import refusal

GOLANG = FILES["golang-migrate"]
FLYWAY = FILES["flyway"]
A = Ran("1", "V1__a.sql", FLYWAY["V1__a.sql"])
B = Ran("1.1", "later/V1.1__b.sql", FLYWAY["later/V1.1__b.sql"])


@pytest.fixture
def golang(fleet: Fleet) -> Fleet:
    """Return a folder of golang-migrate of which the first file is applied."""
    tables.golang_migrate(fleet.connection, 1)
    fleet.connection.execute("CREATE TABLE a ()")
    return fleet.of("golang-migrate")


def flyway(fleet: Fleet, *rows: Ran) -> Fleet:
    tables.flyway(fleet.connection, *rows)
    return fleet.of("flyway")


def history(fleet: Fleet) -> list[tuple[str, bool]]:
    """Return what is recorded as applied, and whether out of order."""
    with psycopg.connect(fleet.url) as connection:
        return [(row.id, row.is_out_of_order) for row in journal.read(connection).applied]


# Whatever the tool


def test_adopted_files_are_applied_and_the_rest_is_pending(golang: Fleet) -> None:
    golang.adopt()
    assert golang.states() == {"000001_a": "applied", "000002_b": "pending"}
    assert golang.up() == ["000002_b"]


def test_adopted_file_is_taken_back_by_down(golang: Fleet) -> None:
    golang.adopt()
    assert golang.down() == ["000001_a"]
    assert golang.tables() == []


def test_adopting_runs_nothing_and_leaves_theirs_alone(golang: Fleet) -> None:
    golang.connection.execute("DROP TABLE a")
    golang.adopt()
    assert golang.tables() == []
    assert golang.value("SELECT schema_migrations::text FROM schema_migrations") == "(1,f)"


def test_adopting_leaves_an_event_a_migration(golang: Fleet) -> None:
    golang.adopt()
    events = "SELECT string_agg(concat(operation, migration_id, is_success), ' ')"
    assert golang.value(f"{events} FROM echoes_schema.events") == "adopt000001_at"


def test_unknown_moment_is_that_of_the_adoption(golang: Fleet) -> None:
    (adopted,) = golang.adopt()
    assert adopted.applied_at is None
    age = "SELECT clock_timestamp() - applied_at < interval '1 min'"
    assert golang.value(f"{age} FROM echoes_schema.migrations") is True


def test_adopting_is_all_or_nothing(golang: Fleet) -> None:
    golang.connection.execute("UPDATE schema_migrations SET version = 2")
    with psycopg.connect(golang.url, autocommit=True) as connection:
        journal.Journal(connection).create()
    golang.connection.execute("ALTER TABLE echoes_schema.migrations ADD CHECK (id <> '000002_b')")
    refusal(golang.adopt)
    assert (history(golang), golang.value("SELECT count(*) FROM echoes_schema.events")) == ([], 0)


def test_adopting_asks_and_takes_no_for_an_answer(golang: Fleet) -> None:
    proposal = refused(golang)
    assert [one.id for one in proposal.migrations] == ["000001_a"]
    assert golang.value("SELECT to_regnamespace('echoes_schema')") is None


def test_history_that_changes_while_we_ask_is_refused(golang: Fleet) -> None:
    def change(_: adopt.Proposal) -> bool:
        golang.connection.execute("UPDATE schema_migrations SET version = 2")
        return True

    error = refusal(lambda: golang.adopt(confirm=change))
    assert error.message == "public.schema_migrations has changed meanwhile"
    assert history(golang) == []


def test_adopting_waits_for_a_runner(golang: Fleet) -> None:
    with psycopg.connect(golang.url, autocommit=True) as other:
        other.execute("SELECT pg_advisory_lock(%s)", [lock.KEY])
        error = refusal(lambda: golang.adopt(lock_wait=0.1))
    assert "another runner holds the lock" in error.message


def test_adopting_a_second_time_is_refused(golang: Fleet) -> None:
    golang.adopt()
    assert refusal(golang.adopt).message == "in our own history already: 000001_a"


def test_row_without_a_file_is_refused(golang: Fleet) -> None:
    golang.connection.execute("UPDATE schema_migrations SET version = 7")
    error = refusal(golang.adopt)
    assert error.message == "applied, by public.schema_migrations, but without a file: 7"


def test_skipped_file_is_refused(fleet: Fleet) -> None:
    error = refusal(flyway(fleet, B).adopt)
    assert error.message == "not applied, though later ones are: V1__a"
    assert history(fleet) == []


def test_empty_history_has_nothing_to_take_over(golang: Fleet) -> None:
    golang.connection.execute("DELETE FROM schema_migrations")
    assert golang.adopt() == ()


@pytest.mark.parametrize(
    ("tool", "message"),
    [
        ("yoyo", "there is no table _yoyo_migration on the search path"),
        ("sqitch", "there is no table sqitch.changes on the search path"),
        ("dbmate", "public.schema_migrations has a column dirty: it is another tool's, or of"),
        ("rails", "no tool rails"),
    ],
)
def test_table_of_another_tool_is_refused(golang: Fleet, tool: str, message: str) -> None:
    write(golang.path, {"sqitch.plan": FILES["sqitch"]["sqitch.plan"]})
    assert refusal(lambda: golang.adopt(tool)).message.startswith(message)


@pytest.mark.parametrize("name", ["Other.Versions", '"Other"."Versions"'])
def test_table_may_have_another_name(golang: Fleet, name: str) -> None:
    golang.connection.execute('CREATE SCHEMA "Other"')
    golang.connection.execute('ALTER TABLE schema_migrations RENAME TO "Versions"')
    golang.connection.execute('ALTER TABLE "Versions" SET SCHEMA "Other"')
    assert len(golang.adopt(table=name)) == 1


def test_file_that_our_parser_cannot_read_is_taken_over_as_it_is(golang: Fleet) -> None:
    """Another tool's psql can have run it; what it says now is what it has to say for ever."""
    write(golang.path, {"000001_a.up.sql": "\\set x 1\nCREATE TABLE a ();"})
    golang.adopt()
    assert golang.states()["000001_a"] == "applied"
    write(golang.path, {"000001_a.up.sql": "\\set x 2\nCREATE TABLE a ();"})
    assert golang.states()["000001_a"].startswith("changed")


def test_way_back_that_cannot_run_is_left_out_until_it_can(golang: Fleet) -> None:
    write(golang.path, {"000001_a.down.sql": "DROP TALBE a;"})
    (adopted,) = golang.adopt()
    assert "000001_a.down.sql:1:6: syntax error" in adopted.note
    write(golang.path, {"000001_a.down.sql": "DROP TABLE a;"})
    assert golang.down() == ["000001_a"]


def test_missing_way_back_is_said(golang: Fleet) -> None:
    (golang.path / "000001_a.down.sql").unlink()
    assert golang.adopt()[0].note == "no way back"


def test_adopted_files_may_move_to_our_own_layout(golang: Fleet) -> None:
    golang.adopt()
    files = {"000001_a.sql": "CREATE TABLE a ();", "000001_a.rollback.sql": "DROP TABLE a;"}
    write(golang.path / "ours", files)
    ours = replace(golang, path=golang.path / "ours", layout="echoes")
    assert ours.states() == {"000001_a": "applied cosmetic change since"}
    assert (ours.up(), ours.down()) == ([], ["000001_a"])


# golang-migrate


def test_dirty_version_is_refused(golang: Fleet) -> None:
    golang.connection.execute("UPDATE schema_migrations SET dirty = true")
    error = refusal(golang.adopt)
    assert error.message.startswith("public.schema_migrations: version 1 is dirty")


def test_every_file_up_to_the_version_is_applied(golang: Fleet) -> None:
    golang.connection.execute("UPDATE schema_migrations SET version = 2")
    assert [one.id for one in golang.adopt()] == ["000001_a", "000002_b"]


# Flyway


def test_flyway_moments_and_checksums_are_taken_over(fleet: Fleet) -> None:
    a, b = flyway(fleet, A, B).adopt()
    assert (a.is_verified, b.is_verified) == (True, True)
    assert [a.applied_at, b.applied_at] == [
        datetime(2025, 1, 1, 1, tzinfo=UTC),
        datetime(2025, 1, 1, 2, tzinfo=UTC),
    ]


@pytest.mark.parametrize(
    "content",
    [
        FLYWAY["V1__a.sql"].replace("\n", "\r\n").encode(),
        b"\xef\xbb\xbf" + FLYWAY["V1__a.sql"].encode(),
        FLYWAY["V1__a.sql"].rstrip("\n").encode(),
    ],
    ids=["crlf", "bom", "no last line feed"],
)
def test_flyway_checksum_is_of_the_lines(fleet: Fleet, content: bytes) -> None:
    fleet = flyway(fleet, A)
    write(fleet.path, {"V1__a.sql": content})
    assert [one.is_verified for one in fleet.adopt()] == [True]


def test_flyway_checksum_is_what_flyway_has_been_seen_to_keep() -> None:
    """The CRC-32 of nothing, and one whose highest bit is set."""
    assert (tables.crc(""), tables.crc("123456789")) == (0, 0xCBF43926 - 2**32)


def test_flyway_script_that_was_changed_is_refused(fleet: Fleet) -> None:
    fleet = flyway(fleet, A, B)
    write(fleet.path, {"V1__a.sql": "-- author: bob\nCREATE TABLE a ();\n"})
    message = refusal(fleet.adopt).message
    assert message.startswith("not what was applied, by its checksum: ")
    assert message.endswith("V1__a.sql (version 1)")


def test_flyway_failed_row_is_refused(fleet: Fleet) -> None:
    failed = Ran("1.1", B.script, B.content, success=False)
    error = refusal(flyway(fleet, A, failed).adopt)
    assert error.message == "failed, by Flyway's history: later/V1.1__b.sql"


@pytest.mark.parametrize("kind", ["UNDO_SQL", "DELETE"])
def test_flyway_row_that_was_taken_back_is_pending(fleet: Fleet, kind: str) -> None:
    undone = Ran("1.1", "later/U1.1__b.sql", None, type=kind)
    assert [one.id for one in flyway(fleet, A, B, undone).adopt()] == ["V1__a"]


def test_flyway_row_counts_again_after_it_was_taken_back(fleet: Fleet) -> None:
    undone = Ran("1.1", "later/U1.1__b.sql", None, type="UNDO_SQL")
    assert len(flyway(fleet, A, B, undone, B).adopt()) == 2


def test_flyway_baseline_stands_for_the_files_below_it(fleet: Fleet) -> None:
    baseline = Ran("1.0.5", "<< Flyway Baseline >>", None, type="BASELINE")
    a, b = flyway(fleet, baseline, B).adopt()
    assert (a.id, a.is_verified, b.is_verified) == ("V1__a", False, True)
    assert a.note == "in the baseline 1.0.5, not run by Flyway"


def test_flyway_baseline_says_nothing_of_a_later_file(fleet: Fleet) -> None:
    baseline = Ran("1.0.5", "<< Flyway Baseline >>", None, type="BASELINE")
    assert [one.id for one in flyway(fleet, baseline).adopt()] == ["V1__a"]


def test_flyway_script_that_ran_before_the_baseline_counts_once(fleet: Fleet) -> None:
    baseline = Ran("1.0.5", "<< Flyway Baseline >>", None, type="BASELINE")
    assert [one.is_verified for one in flyway(fleet, A, baseline).adopt()] == [True]


def test_flyway_repeatable_and_schema_rows_are_left_out(fleet: Fleet) -> None:
    schema = Ran(None, '"public"', None, type="SCHEMA")
    proposal = refused(flyway(fleet, schema, A, Ran(None, "R__views.sql", "x")))
    assert [one.id for one in proposal.migrations] == ["V1__a"]
    assert proposal.notes == ("left out, because repeatable: R__views.sql",)


@pytest.mark.parametrize("version", ["1.1", "2"])
def test_flyway_migration_in_java_is_not_the_file_of_its_version(
    fleet: Fleet, version: str
) -> None:
    error = refusal(flyway(fleet, A, Ran(version, "db.Change", None, type="JDBC")).adopt)
    assert error.message.endswith("without a file: db.Change (JDBC)")


def test_moment_is_taken_over_for_yoyo_too(fleet: Fleet) -> None:
    flyway(fleet, A).adopt()
    moment = fleet.value("SELECT applied_at_utc FROM echoes_schema._yoyo_migration")
    assert moment == datetime(2025, 1, 1, 1)


def test_flyway_order_of_application_is_kept(fleet: Fleet) -> None:
    fleet = flyway(fleet, B, A)
    fleet.adopt()
    assert history(fleet) == [("V1.1__b", False), ("V1__a", True)]


# The command


def test_command_shows_asks_and_records(golang: Fleet, run: Run) -> None:
    options = ("--sql", str(golang.path), "adopt", "--from", "golang-migrate")
    asked = run(*options, database=golang.url)
    assert asked.returncode == 2
    assert "records 1 as applied, from public.schema_migrations; runs nothing" in asked.stderr
    assert "nobody is there to be asked" in asked.stderr
    done = run(*options, "--yes", database=golang.url)
    assert (done.returncode, done.stdout) == (0, "taken over: 1 migration\n")
    assert 'layout = "golang-migrate"' in done.stderr


def test_command_prints_json(golang: Fleet, run: Run) -> None:
    options = ("--sql", str(golang.path), "--layout", "golang-migrate", "adopt", "--from")
    done = run(*options, "golang-migrate", "--yes", "--format", "json", database=golang.url)
    assert "layout =" not in done.stderr
    (found,) = json.loads(done.stdout)["migrations"]
    assert found == {
        "id": "000001_a",
        "kind": "migration",
        "state": "applied",
        "applied_at": None,
        "path": str(golang.path / "000001_a.up.sql"),
        "is_verified": False,
        "has_way_back": True,
        "note": "",
    }


def test_command_killed_while_it_asks_leaves_nothing(golang: Fleet) -> None:
    """The lock is the session's: it goes with the program."""
    import os
    import pty
    import subprocess
    import sys

    main, terminal = pty.openpty()
    options = ["--sql", str(golang.path), "--database", golang.url, "adopt", "--from"]
    with subprocess.Popen(
        [sys.executable, "-m", "echoes_schema", *options, "golang-migrate"],
        stdin=terminal,
        stdout=terminal,
        stderr=terminal,
    ) as process:
        locked = "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory'"
        wait_for(lambda: golang.value(locked) == 1, "lock")
        process.kill()
    os.close(terminal)
    os.close(main)
    wait_for(lambda: golang.value(locked) == 0, "end of the lock")
    assert history(golang) == []
