"""`lint --trace` and `lint --round-trip`: what migrations really do, on a throw-away database."""

import signal
import subprocess
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path

import psycopg
import pytest

from echoes_schema.lint import Choice
from echoes_schema.model import Report
from echoes_schema.rehearsal import Rehearsal
from echoes_schema.scratch import PREFIX, Where
from tests.harness.program import Run
from tests.lint.project import DESIGN, only, report, rules, write

SHIPS = {
    "migrations/0001_a.sql": "CREATE TABLE ships (id int PRIMARY KEY);\n",
    "migrations/0001_a.rollback.sql": "DROP TABLE ships;\n",
}
NOISE = (*DESIGN, "index-not-concurrent", "new-table-foreign-key", "set-not-null", "trace-measured")


class Rehearse:
    """Lints files with --trace and --round-trip."""

    def __init__(self, folder: Path, server: str) -> None:
        self.folder, self.server = folder, server

    def __call__(
        self, files: Mapping[str, str], *paths: str, trace: bool = True, since: str = ""
    ) -> Report:
        where = Where(self.server, self.folder, "")
        wanted = Rehearsal(where, is_traced=trace, is_round_trip=True)
        choice = Choice(since=since, rehearsal=wanted)
        return report(write(self.folder, {**SHIPS, **files}), *paths, choice=choice)


@pytest.fixture
def rehearse(tmp_path: Path, postgres: str) -> Rehearse:
    return Rehearse(tmp_path, postgres)


def second(up: str, down: str = "SELECT 1;\n") -> dict[str, str]:
    return {"migrations/0002_b.sql": up, "migrations/0002_b.rollback.sql": down}


def measured(found: Report) -> list[str]:
    """Return `line object: what` of what --trace measured."""
    return [
        f"{one.line} {one.object}: {one.message}"
        for one in found.findings
        if one.rule == "trace-measured" and "rollback" not in one.path
    ]


def test_our_own_schema_does_what_its_text_tells_and_goes_back(run: Run, postgres: str) -> None:
    done = run("lint", "--trace", "--round-trip", "--scratch", postgres)
    assert done.returncode == 0, done.stdout
    assert ", 25 round trips, " in done.stdout


def test_locks_scans_and_rewrites_of_empty_tables_are_seen(rehearse: Rehearse) -> None:
    found = rehearse(
        second(
            "ALTER TABLE ships ADD COLUMN a int NOT NULL DEFAULT random();\n"
            "ALTER TABLE ships ADD CHECK (a > 0);\nCREATE INDEX i ON ships (a);\n"
        )
    )
    lock = "table public.ships: it took"
    above = "ACCESS EXCLUSIVE, which blocks reads and writes; it read every row"
    had = f"table public.ships: it had {above}"
    assert measured(found) == [
        f"1 {lock} {above}; it wrote the table anew",
        f"2 {had}",
        f"3 {had}; it built an index",
    ]


def test_what_the_file_itself_made_is_no_news(rehearse: Rehearse) -> None:
    made = "CREATE TABLE t (a int);\nALTER TABLE t ALTER a TYPE bigint;\n"
    assert measured(rehearse(second(made, "DROP TABLE t;\n"))) == []


def test_what_a_do_block_and_a_foreign_key_reach_is_seen(rehearse: Rehearse) -> None:
    block = "DO $$ BEGIN ALTER TABLE ships ADD b int; END $$;\n"
    key = "CREATE TABLE t (id int REFERENCES ships);\n"
    found = rehearse(second(block + key, "DROP TABLE t; ALTER TABLE ships DROP b;\n"))
    assert [one.partition(", which")[0] for one in measured(found)] == [
        "1 table public.ships: it took ACCESS EXCLUSIVE",
        "2 table public.ships: it took SHARE ROW EXCLUSIVE",
    ]
    assert rules(found, but=NOISE) == []


def test_concurrently_is_run_and_not_measured(rehearse: Rehearse) -> None:
    found = rehearse({"indexes/0002_b.sql": "CREATE INDEX CONCURRENTLY i ON ships (id);\n"})
    assert measured(found) == ["1 : not measured: it cannot run in a transaction"]
    assert found.checked["round trips"] == 2
    assert rules(found, but=NOISE) == []


def test_refused_statement_has_its_place_and_ends_the_play(rehearse: Rehearse) -> None:
    third = {"migrations/0003_c.sql": "CREATE TABLE t (a int);\n"}
    found = rehearse({**second("SELECT 1;\n\nSELECT nothing\nFROM ships;\n"), **third})
    failed = only(found, "migration-fails")
    assert (failed.line, failed.column) == (3, 8)
    assert failed.message == 'does not run: column "nothing" does not exist (42703)'
    assert found.checked["not run"] == 1


def test_each_difference_that_a_way_back_leaves_is_a_finding(rehearse: Rehearse) -> None:
    found = rehearse(second("CREATE TABLE a (x int); CREATE INDEX i ON ships (id);\n"))
    objects = [one.object for one in found.findings if one.rule == "rollback-differs"]
    assert objects == ["table a", "index i"]
    assert only(found, "reapply-fails").message.endswith('relation "a" already exists (42P07)')


def test_way_back_that_fails_leaves_the_next_migration_its_turn(rehearse: Rehearse) -> None:
    third = {
        "migrations/0003_c.sql": "ALTER TABLE a ADD y int;\n",
        "migrations/0003_c.rollback.sql": "ALTER TABLE a DROP y;\n",
    }
    found = rehearse({**second("CREATE TABLE a (x int);\n", "DROP TABLE b;\n"), **third})
    assert only(found, "rollback-fails").path.endswith("0002_b.rollback.sql")
    assert "not run" not in found.checked
    assert found.checked["round trips"] == 3


def test_irreversible_one_is_skipped_and_counted(rehearse: Rehearse) -> None:
    found = rehearse({"migrations/0002_b.sql": "-- irreversible: no copy\n\nDELETE FROM ships;\n"})
    assert (found.checked["round trips"], found.checked["without a way back"]) == (1, 1)


def test_difference_can_be_allowed(rehearse: Rehearse) -> None:
    down = "-- allow rollback-differs: the type is used.\n\nSELECT 1;\n"
    found = rehearse(second("CREATE TABLE IF NOT EXISTS a (x int);\n", down))
    allowed = [one for one in found.findings if one.rule == "rollback-differs"]
    assert [one.allowed for one in allowed] == ["the type is used."]


UP, DOWN = "ALTER TABLE ships ADD a int;\n", "ALTER TABLE ships ADD b int;\n"
FIRST, GONE = "CREATE TABLE ships (id int PRIMARY KEY);\n", "DROP TABLE ships;\n"
PLAN = "%project=p\n\n" + "".join(
    f"{name} 2026-01-01T00:00:00Z A <a@example.org>\n" for name in ("first", "second")
)


def dbmate(up: str, down: str) -> str:
    return f"-- migrate:up\n{up}-- migrate:down\n{down}"


LAYOUTS = {
    "yoyo": {"a.sql": FIRST, "a.rollback.sql": GONE, "b.sql": UP, "b.rollback.sql": DOWN},
    "dbmate": {"1_a.sql": dbmate(FIRST, GONE), "2_b.sql": dbmate(UP, DOWN)},
    "golang-migrate": {
        "1_a.up.sql": FIRST,
        "1_a.down.sql": GONE,
        "2_b.up.sql": UP,
        "2_b.down.sql": DOWN,
    },
    "flyway": {"V1__a.sql": FIRST, "U1__a.sql": GONE, "V2__b.sql": UP, "U2__b.sql": DOWN},
    "sqitch": {
        "sqitch.plan": PLAN,
        "deploy/first.sql": f"BEGIN;\n{FIRST}COMMIT;\n",
        "revert/first.sql": f"BEGIN;\n{GONE}COMMIT;\n",
        "deploy/second.sql": f"BEGIN;\n{UP}COMMIT;\n",
        "revert/second.sql": f"BEGIN;\n{DOWN}COMMIT;\n",
    },
}
LINES = {"dbmate": (2, 4), "sqitch": (2, 2)}


@pytest.mark.parametrize("layout", LAYOUTS)
def test_each_layout_runs_as_its_tool_runs_it(tmp_path: Path, postgres: str, layout: str) -> None:
    """The way back of the second migration adds a column, where it should drop one."""
    wanted = Rehearsal(Where(postgres, tmp_path, ""), is_traced=True, is_round_trip=True)
    folder = write(tmp_path, LAYOUTS[layout])
    found = report(folder, layout=layout, choice=Choice(rehearsal=wanted))
    assert found.checked["round trips"] == 2
    assert "not run" not in found.checked
    assert "trace-mismatch" not in {one.rule for one in found.findings}
    differences = [one for one in found.findings if one.rule == "rollback-differs"]
    assert [one.object for one in differences] == ["column ships.a", "column ships.b"]
    again = only(found, "reapply-fails").message
    assert again.endswith('column "a" of relation "ships" already exists (42701)')
    seen = {
        one.line
        for one in found.findings
        if one.rule == "trace-measured" and one.object == "table public.ships"
    }
    assert seen == set(LINES.get(layout, (1,)))


def test_migrations_before_are_applied_and_those_after_are_not(rehearse: Rehearse) -> None:
    files = {**second("ALTER TABLE ships ADD a int;\n", "ALTER TABLE ships DROP a;\n")}
    files["migrations/0003_c.sql"] = "SELECT 1 / 0;\n"
    found = rehearse(files, "migrations/0002_b.sql")
    assert (found.checked["files"], found.checked["round trips"]) == (1, 1)
    assert rules(found, but=NOISE) == []


def test_lock_that_the_transaction_has_already_is_no_mismatch(rehearse: Rehearse) -> None:
    twice = "ALTER TABLE ships ADD a int;\nALTER TABLE ships ADD b int;\n"
    found = rehearse(second(twice, "ALTER TABLE ships DROP a, DROP b;\n"))
    assert rules(found, but=(*NOISE, "drop-column")) == []


def test_setting_of_one_file_does_not_reach_the_next(rehearse: Rehearse) -> None:
    found = rehearse(
        {
            **second("CREATE SCHEMA s;\nSET search_path = s;\n", "DROP SCHEMA s;\n"),
            "migrations/0003_c.sql": "ALTER TABLE ships ADD a int;\n",
        }
    )
    assert "migration-fails" not in {one.rule for one in found.findings}


@pytest.fixture(params=[signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def number(request: pytest.FixtureRequest) -> Iterator[signal.Signals]:
    """Return a signal that children do not ignore, though whoever runs the tests may (nohup)."""
    before = signal.signal(request.param, signal.default_int_handler)
    yield request.param
    signal.signal(request.param, before)


def test_database_is_gone_after_a_signal(
    tmp_path: Path, postgres: str, number: signal.Signals
) -> None:
    """CI ends a job that was cancelled with SIGTERM."""
    write(tmp_path, {"1_a.sql": f"SELECT pg_sleep(600 + {number:d});"})
    command = [sys.executable, "-m", "echoes_schema", "--sql", str(tmp_path), "lint", "--trace"]
    waiting = "SELECT datname FROM pg_stat_activity WHERE query ~ %s AND datname ~ %s"
    wanted = [f"^SELECT pg_sleep.600 . {number:d}", f"^{PREFIX}"]
    with (
        psycopg.connect(postgres, autocommit=True) as admin,
        subprocess.Popen([*command, "--scratch", postgres], stderr=subprocess.PIPE) as program,
    ):
        try:
            while not (row := admin.execute(waiting, wanted).fetchone()):
                assert program.poll() is None
            program.send_signal(number)
            _, said = program.communicate(timeout=60)
        finally:
            program.kill()
        left = admin.execute("SELECT FROM pg_database WHERE datname = %s", [row[0]]).fetchall()
    assert (program.returncode, left) == (2, [])
    assert said == b"error: stopped; what was committed stays\n"


def test_database_is_gone_afterwards(rehearse: Rehearse, postgres: str) -> None:
    query = f"SELECT count(*) FROM pg_database WHERE datname ~ '^{PREFIX}'"
    with psycopg.connect(postgres) as admin:
        before = admin.execute(query).fetchone()
        rehearse(second("SELECT 1 / 0;\n"))
        assert admin.execute(query).fetchone() == before
