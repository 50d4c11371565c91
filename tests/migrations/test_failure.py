"""A failure names its place, shows the statement, and repeats all that PostgreSQL says of it."""

from textwrap import dedent

import pytest

from echoes_schema.migrations import events
from echoes_schema.migrations.runner import Options
from tests.migrations.project import C, Project, refusal

# Where, and what is shown below the message. `…` stands for what is left out.
SHOWN = {
    "its line, with a caret": ("SELECT nix();", "1:8", ["SELECT nix();", "       ^"]),
    "the first line of its statement": (
        "CREATE TABLE t (\n\tx int DEFAULT nix()\n);",
        "2:16",
        ["CREATE TABLE t (", "\tx int DEFAULT nix()", "\t              ^"],
    ),
    "what is left out between": (
        "SELECT\n1,\nnix();",
        "3:1",
        ["SELECT", "…", "nix();", "^"],
    ),
    "no caret where none is known": (
        "SELECT 1;\nSELECT 1\n    / 0;",
        "2:1",
        ["SELECT 1", "    / 0"],
    ),
    "no more than five lines": (
        "SELECT\n1\n/\n0\n,\n2;",
        "1:1",
        ["SELECT", "1", "/", "0", ",", "…"],
    ),
    "the line of a block": (
        "-- Why: so.\nDO $$\nBEGIN\n    PERFORM 1 / 0;\nEND\n$$;",
        "4:5",
        ["DO $$", "…", "    PERFORM 1 / 0;", "    ^"],
    ),
    "the first line of a block": ("DO 'BEGIN PERFORM 1 / 0; END';", "1:1", ["DO 'BEGIN P"]),
    "a block in a function": (
        "CREATE FUNCTION f() RETURNS int LANGUAGE plpgsql AS 'BEGIN RETURN 1 / 0; END';\n"
        "SELECT f();",
        "2:1",
        ["SELECT f()"],
    ),
}


@pytest.mark.parametrize(("text", "where", "shown"), SHOWN.values(), ids=SHOWN)
def test_statement_is_shown(project: Project, text: str, where: str, shown: list[str]) -> None:
    project.write({"0001_a": text})
    message = refusal(project.up).message
    assert f"0001_a.sql:{where}: " in message
    below = message.partition("\n")[2]
    assert below.startswith("\n".join(f"    {line}" for line in shown))
    (event,) = events.read(project.connection)
    assert event.line == int(where.partition(":")[0])


def test_everything_that_postgresql_says_is_shown(project: Project) -> None:
    error = "RAISE 'boo' USING DETAIL = 'one\ntwo', HINT = 'Do it.', ERRCODE = 'P0042'"
    project.write({"0001_a": f"DO $$ BEGIN {error}; END $$;"})
    found = refusal(project.up)
    assert found.message.splitlines()[0].endswith("0001_a.sql:1:1: boo (P0042)")
    assert "\n    detail: one\n    two\n    context: PL/pgSQL function inline" in found.message
    assert found.hint == "Do it."


def test_query_inside_a_function_is_shown(project: Project) -> None:
    project.write({"0001_a": "DO $$ DECLARE x int; BEGIN x := nix(1); END $$;"})
    assert "\n    query: x := nix(1)\n" in refusal(project.up).message


def test_query_is_shown_without_its_password(project: Project) -> None:
    block = """
        DO $$ BEGIN
            EXECUTE 'CREATE ROLE postgres PASSWORD ''hunter2''';
        END $$;
    """
    project.write({"0001_a": dedent(block)})
    message = refusal(project.up).message
    assert 'context: SQL statement "CREATE ROLE postgres PASSWORD ***' in message
    assert "hunter2" not in message


@pytest.mark.parametrize("header", ["", "-- transactional: false\n"], ids=["inside", "outside"])
def test_file_that_a_transaction_timeout_ended_runs_as_its_hint_says(
    project: Project, header: str
) -> None:
    info = project.connection.info
    if info.server_version < 170000:
        pytest.skip("PostgreSQL 17 brought transaction_timeout")
    project.connection.execute(
        f"ALTER DATABASE {info.dbname} SET transaction_timeout = 1000".encode()
    )
    project.write({"0001_a": f"{header}SELECT pg_sleep(1.2);"})
    hint = refusal(project.up).hint
    way_out = "SET transaction_timeout = 0"
    assert f"A transaction_timeout of the role or database ended it: {way_out} in the file" in hint
    project.write({"0001_a": f"{header}{way_out}; SELECT pg_sleep(1.2);"}, C)
    assert project.up(Options(single_transaction=not header)) == ["0001_a", "0003_c"]
