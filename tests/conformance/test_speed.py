"""What keeps `check` and `diff` quick: never an absolute time, but what they may not do."""

import os
import subprocess
import sys
from collections.abc import Callable
from importlib import resources
from pathlib import Path

import psycopg
import pytest
from psycopg.rows import dict_row

from echoes_schema import catalog, dictionary
from echoes_schema.dictionary import markdown
from echoes_schema.errors import FileError

Url = Callable[[psycopg.Connection], str]
UNNEEDED = ["yoyo", "pglast", "tenacity", "tabulate", "psutil", "echoes_schema.migrations"]
COLUMNS = "| Column | Type |"
RULE = "|---|---|"


def loaded(*arguments: str) -> set[str]:
    """Return which modules that nothing needs here the program has loaded when it ends."""
    code = (
        "import sys; from echoes_schema.cli import main\n"
        f"try: main({list(arguments)!r})\n"
        f"finally: print(' '.join(set({UNNEEDED!r}) & set(sys.modules)), end='')"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, env={**os.environ}
    )
    found, _, modules = done.stdout.rpartition("\n")
    assert found.startswith("0 findings")
    return set(modules.split())


def test_check_of_what_is_as_documented_loads_no_runner_and_no_parser(
    migrated: psycopg.Connection, url: Url, tmp_path: Path
) -> None:
    page = dictionary.write(catalog.read(migrated), "Page")
    (tmp_path / "page.md").write_text(page, "utf-8")
    assert loaded("--database", url(migrated), "--docs", str(tmp_path), "check") == set()


def test_diff_of_equal_databases_loads_no_runner_and_no_parser(
    migrated: psycopg.Connection, url: Url
) -> None:
    assert loaded("diff", url(migrated), f"{url(migrated)}&application_name=other") == set()


@pytest.mark.parametrize(
    ("lines", "is_table"),
    [
        ([COLUMNS, RULE], True),
        ([COLUMNS, RULE, "| a | b |"], True),
        (["Column | Type", "--- | ---"], True),
        (["| Column \\| Type |", RULE], False),
        (["| Column \\| Type |", "|---|"], True),
        ([COLUMNS, "|---|---|---|"], False),
        ([COLUMNS, "|---|"], False),
        ([COLUMNS, "---"], False),
        ([COLUMNS], False),
        (["    " + COLUMNS, RULE], False),
        (["```", COLUMNS, RULE, "```"], False),
        (["text", COLUMNS, RULE], True),
    ],
)
def test_table_is_told_as_markdown_it_tells_it(lines: list[str], is_table: bool) -> None:
    found = [block.kind for block in markdown.blocks("\n".join(lines) + "\n")]
    assert ("table" in found) is is_table


def test_failure_while_the_server_works_stops_it_at_once(migrated: psycopg.Connection) -> None:
    """The catalogue's rows wait behind a lock that is never given up: only a cancel ends that."""
    with psycopg.connect(migrated.info.dsn, autocommit=False) as other:
        other.execute("LOCK TABLE pg_catalog.pg_class IN ACCESS EXCLUSIVE MODE")
        with pytest.raises(FileError, match="no page"), catalog.reading(migrated):
            raise FileError("no page", "")
    assert len(catalog.read(migrated).tables) == 12


def test_catalogue_is_read_while_the_block_runs(migrated: psycopg.Connection) -> None:
    with catalog.reading(migrated) as schema:
        assert schema() == schema()
    assert schema() == catalog.read(migrated)


def test_only_a_session_that_reads_again_and_again_prepares_its_queries(
    migrated: psycopg.Connection,
) -> None:
    prepared = "SELECT count(*) FROM pg_prepared_statements"
    catalog.read(migrated)
    assert migrated.execute(prepared, prepare=False).fetchone() == (0,)
    migrated.prepare_threshold = 0
    before = catalog.read(migrated)
    (count,) = migrated.execute(prepared, prepare=False).fetchone() or (0,)
    assert count > 20
    with psycopg.connect(migrated.info.dsn, autocommit=True) as other:
        other.execute("CREATE TABLE later (id integer PRIMARY KEY)")
    after = catalog.read(migrated)
    assert {one.name for one in after.tables} - {one.name for one in before.tables} == {"later"}


def test_rare_kinds_are_asked_for_only_where_they_are(
    migrated: psycopg.Connection, estate: psycopg.Connection
) -> None:
    queries = resources.files(catalog).joinpath("queries")
    names = {file.name.removesuffix(".sql") for file in queries.joinpath("objects").iterdir()}
    rare = queries.joinpath("rare.sql").read_bytes()
    none = migrated.cursor(row_factory=dict_row).execute(rare).fetchone()
    everything = estate.cursor(row_factory=dict_row).execute(rare).fetchone()
    assert none
    assert everything
    assert set(none) < names
    assert not any(none.values())
    # Those that the estate has not are made, and found, one by one in other tests.
    assert len([name for name, is_there in everything.items() if is_there]) == len(none) - 5


def test_expression_of_columns_is_printed_for_each_table(empty: psycopg.Connection) -> None:
    empty.execute("CREATE TABLE one (a int, b int GENERATED ALWAYS AS (a * 2) STORED)")
    empty.execute("CREATE TABLE two (x int, y int GENERATED ALWAYS AS (x * 2) STORED)")
    empty.commit()
    empty.autocommit = True
    tables = catalog.read(empty).tables
    assert [table.columns[1].default for table in tables] == ["a * 2", "x * 2"]
