"""Exit codes, streams, and what each command says."""

import json
import os
import pty
import subprocess
import sys
from pathlib import Path

import psycopg
import pytest

from tests.harness.program import Program, Run
from tests.harness.schema import ROOT
from tests.harness.server import without_server_variables


def test_up_prints_its_result_on_stdout_and_talks_on_stderr(program: Program) -> None:
    done = program("up")
    assert (done.returncode, done.stdout) == (0, "applied: 2 migrations\n")
    first, *rest = done.stderr.splitlines()
    assert first.startswith("server: ")
    assert first.endswith(", from --database")
    assert [line.rpartition(" in ")[0] for line in rest] == [
        "applied 0001_create_a",
        "applied 0002_a",
    ]


def test_who_names_no_folder_is_told_whose_migrations_and_pages_are_used(
    run: Run, database: str, tmp_path: Path
) -> None:
    _, *told = run("status", cwd=tmp_path, database=database).stderr.splitlines()
    assert [line.partition(";")[0] for line in told] == ["migrations: those of Echoes"]
    _, *told = run("check", cwd=tmp_path, database=database).stderr.splitlines()
    assert told == ["pages: those of Echoes; neither --docs nor a pyproject.toml names others"]
    assert len(run("history", cwd=tmp_path, database=database).stderr.splitlines()) == 1
    assert len(run("status", database=database).stderr.splitlines()) == 1


def test_up_and_down_with_nothing_to_do_succeed(program: Program) -> None:
    done = program("down")
    assert (done.returncode, done.stdout) == (0, "nothing to take back\n")
    program("up")
    done = program("up")
    assert (done.returncode, done.stdout) == (0, "nothing to apply\n")


def test_status_shows_a_line_for_each_migration(program: Program) -> None:
    program("up", "--to", "0001")
    head, first, second = program("status").stdout.splitlines()
    assert head.split() == ["State", "Migration", "Applied", "at", "Note"]
    assert first.split()[:2] == ["applied", "0001_create_a"]
    assert first.endswith("Z")
    assert second.split() == ["pending", "0002_a"]


def test_plan_shows_each_statement_with_mode_and_line(program: Program) -> None:
    assert program("plan").stdout == (
        "0001_create_a (in one transaction)\n     1  CREATE TABLE a (x int)\n\n"
        "0002_a (outside a transaction)\n     3  CREATE INDEX CONCURRENTLY i ON a (x)\n"
    )


def test_plan_changes_nothing(program: Program, empty: psycopg.Connection) -> None:
    program("plan")
    assert empty.execute(
        "SELECT to_regclass('a'), to_regnamespace('echoes_schema')"
    ).fetchone() == (
        None,
        None,
    )


@pytest.mark.parametrize("command", ["status", "plan"])
def test_exit_code_1_only_where_a_gate_is_asked_for(program: Program, command: str) -> None:
    assert program(command).returncode == 0
    assert program(command, "--exit-code").returncode == 1
    program("up")
    assert program(command, "--exit-code").returncode == 0


def test_failure_exits_with_2_and_says_where_on_stderr(program: Program, sql: Path) -> None:
    (sql / "migrations/0003_b.sql").write_text("CREATE TABLE b ();\n  SELECT gone FROM b;\n")
    done = program("up")
    assert (done.returncode, done.stdout) == (2, "")
    error = done.stderr[done.stderr.index("error: ") :].splitlines()
    assert error == [
        f'error: {sql}/migrations/0003_b.sql:2:10: column "gone" does not exist (42703)',
        "      SELECT gone FROM b;",
        "             ^",
        "  hint: Mend the file; what was applied before it stays.",
    ]


def test_context_of_an_error_is_indented_line_by_line(program: Program, sql: Path) -> None:
    (sql / "migrations/0003_b.sql").write_text("DO $$ BEGIN PERFORM 1/0; END $$;\n")
    lines = program("up").stderr.splitlines()
    begin = next(n for n, line in enumerate(lines) if line.startswith("    context: SQL"))
    assert lines[begin + 1].startswith("    PL/pgSQL function inline_code_block")


def test_notices_and_warnings_of_the_server_are_shown(program: Program, sql: Path) -> None:
    detail = "USING DETAIL = E'two\\nlines', HINT = 'do'"
    notice = f"DO $$ BEGIN RAISE NOTICE 'look'; RAISE WARNING 'out' {detail}; END $$;"
    (sql / "migrations/0003_b.sql").write_text(notice)
    lines = program("up").stderr.splitlines()
    begin = lines.index("NOTICE: look")
    assert lines[begin + 1 : begin + 5] == [
        "WARNING: out",
        "    detail: two",
        "    lines",
        "    hint: do",
    ]


def test_place_is_relative_to_where_the_program_runs(run: Run, sql: Path, database: str) -> None:
    (sql / "migrations/0001_create_a.sql").write_text("COMMIT;\n")
    done = run("--sql", ".", "up", database=database, cwd=sql)
    assert "error: migrations/0001_create_a.sql:1:1: COMMIT inside a migration" in done.stderr


EXCLUSIVE = [
    ["up", "--to", "0001", "--steps", "1"],
    ["plan", "--to", "0001", "--steps", "1"],
    ["down", "--to", "0001", "--all"],
    ["down", "--steps", "1", "--all"],
]


@pytest.mark.parametrize("arguments", EXCLUSIVE, ids=" ".join)
def test_ways_to_say_how_far_exclude_each_other(program: Program, arguments: list[str]) -> None:
    done = program(*arguments)
    assert done.returncode == 2
    assert "error: --to, --steps and --all exclude each other" in done.stderr


@pytest.mark.parametrize(
    "option",
    [
        ["--steps", "0"],
        ["--lock-timeout", "-1"],
        ["--lock-timeout", "1e9"],
        ["--lock-retry", "nan"],
        ["--what"],
    ],
)
def test_impossible_option_exits_with_2(program: Program, option: list[str]) -> None:
    done = program("up", *option)
    assert done.returncode == 2
    assert option[0] in done.stderr


def test_down_without_a_terminal_refuses_and_shows_the_loss(
    program: Program, empty: psycopg.Connection
) -> None:
    program("up")
    empty.execute("INSERT INTO a VALUES (1), (2)")
    done = program("down", "--all")
    assert (done.returncode, done.stdout) == (2, "")
    assert "takes back 2: 0002_a, 0001_create_a\n" in done.stderr
    assert ["table", "a", "2", "0001_create_a"] in [
        line.split() for line in done.stderr.splitlines()
    ]
    assert "error: nobody is there to be asked\n  hint: Read the list above" in done.stderr
    assert program("plan").stdout == "nothing to apply\n"


def test_down_shows_what_depends_on_what_goes(program: Program, empty: psycopg.Connection) -> None:
    program("up", "--to", "0001")
    empty.execute("CREATE VIEW v AS TABLE a")
    lines = [line.split() for line in program("down").stderr.splitlines()]
    assert ["view", "v", "table", "a", "PostgreSQL", "will", "refuse"] in lines


def test_down_says_when_nothing_is_lost(program: Program) -> None:
    program("up")
    done = program("down", "--yes")
    assert (done.returncode, done.stdout) == (0, "taken back: 1 migration\n")
    assert "takes back 1: 0002_a\nno table and no column goes\n" in done.stderr


def test_down_all_takes_back_everything(program: Program, empty: psycopg.Connection) -> None:
    program("up")
    assert program("down", "--all", "--yes").stdout == "taken back: 2 migrations\n"
    assert empty.execute("SELECT to_regclass('a')").fetchone() == (None,)


@pytest.mark.parametrize(
    ("answer", "expected"),
    [("y", (0, "rolled back 0002_a")), ("n", (2, "error: stopped")), ("", (2, "error: stopped"))],
)
def test_down_on_a_terminal_asks(
    program: Program, sql: Path, database: str, answer: str, expected: tuple[int, str]
) -> None:
    program("up")
    code, shown = on_a_terminal(["--database", database, "--sql", str(sql), "down"], answer)
    assert "Go on? [y/N]:" in shown
    assert code == expected[0]
    assert expected[1] in shown


def on_a_terminal(arguments: list[str], answer: str) -> tuple[int, str]:
    ours, theirs = pty.openpty()
    with subprocess.Popen(
        [sys.executable, "-m", "echoes_schema", *arguments],
        cwd=ROOT,
        env=without_server_variables(os.environ),
        stdin=theirs,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
    ) as process:
        os.write(ours, f"{answer}\n".encode())
        shown = process.communicate()[1]
    os.close(ours)
    os.close(theirs)
    return process.returncode, shown


def test_missing_folder_is_one_line(run: Run, database: str) -> None:
    done = run("--sql", "/nowhere", "status", database=database)
    assert done.returncode == 2
    assert done.stderr == (
        "error: --sql /nowhere: no such folder\n  hint: Name a folder that exists.\n"
    )


def test_project_without_migrations_is_one_line(run: Run, database: str, tmp_path: Path) -> None:
    done = run("--sql", str(tmp_path), "up", database=database)
    assert done.returncode == 2
    assert f"error: {tmp_path}: no migrations in it\n" in done.stderr


def test_new_prints_the_files_that_it_wrote(run: Run, sql: Path) -> None:
    done = run("--sql", str(sql), "new", "add_color", cwd=sql)
    assert done.stdout.splitlines() == [
        f"{sql}/migrations/0003_add_color.sql",
        f"{sql}/migrations/0003_add_color.rollback.sql",
    ]
    assert (sql / "migrations/0003_add_color.sql").is_file()


def test_new_prints_json(run: Run, sql: Path) -> None:
    done = run("--sql", str(sql), "new", "a", "--index", "--format", "json", cwd=sql)
    assert json.loads(done.stdout) == {"version": 1, "files": [f"{sql}/indexes/0003_a.sql"]}


@pytest.mark.parametrize("arguments", [[], ["up"], ["down"], ["status"], ["plan"], ["new"]])
def test_help_is_there_for_every_command(run: Run, arguments: list[str]) -> None:
    done = run(*arguments, "--help")
    assert done.returncode == 0
    assert done.stdout.startswith(f"Usage: python -m echoes_schema {''.join(arguments)}".rstrip())


@pytest.mark.parametrize("group", [[], ["docs"], ["server"]])
def test_list_of_commands_cuts_no_summary_short(run: Run, group: list[str]) -> None:
    _, _, commands = run(*group, "--help").stdout.partition("\nCommands:\n")
    assert commands
    assert "..." not in commands


def test_pipe_that_closes_early_is_no_traceback(program: Program, database: str) -> None:
    command = f"{sys.executable} -m echoes_schema --database '{database}' status | true"
    done = subprocess.run(
        ["sh", "-c", command], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert "Traceback" not in done.stderr


def test_redo_asks_like_down(program: Program) -> None:
    program("up")
    done = program("redo")
    assert (done.returncode, done.stdout) == (2, "")
    assert "takes back 1: 0002_a\nno table and no column goes\n" in done.stderr
    assert "nobody is there to be asked" in done.stderr
    done = program("redo", "--steps", "2", "--yes")
    assert (done.returncode, done.stdout) == (0, "applied again: 2 migrations\n")
