"""What a file in batches may say, what becomes of an edited one, and where it is shown."""

import json
from pathlib import Path

import pytest

from echoes_schema.migrations import folder, header, script
from echoes_schema.migrations.header import Batch, Header
from echoes_schema.migrations.runner import Options
from tests.harness.program import Run
from tests.migrations.backfill import COUNT, TABLE, allow, changed, forbid, ready
from tests.migrations.project import Project, refusal

UPDATE = "UPDATE t SET n = n + 1;"
KEYED = "UPDATE k SET n = n + 1;"


HERE = Path("0001_a.sql")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("-- batch: 5000 by id", Batch(5000, "id", 1)),
        ("-- prose\n-- batch:   1   by  Ship_ID2 ", Batch(1, "ship_id2", 2)),
        ('-- transactional: false\n-- batch: 7 by "I ""d"', Batch(7, 'I "d', 2)),
    ],
)
def test_header_says_how_many_by_which_column(text: str, expected: Batch) -> None:
    assert header.read(text, HERE) == Header(is_transactional=False, batch=expected)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("-- batch: 5000", ":1: batch: 5000"),
        ("-- batch: 0 by id", ":1: batch: 0 by id"),
        ("-- batch: -5 by id", ":1: batch: -5 by id"),
        ("-- batch: 5e3 by id", ":1: batch: 5e3 by id"),
        ("-- batch: 5000 by a, b", ":1: batch: 5000 by a, b"),
        ("-- batch: 5000 by lower(a)", ":1: batch: 5000 by lower(a)"),
        ("-- batch: 5000 by t.id", ":1: batch: 5000 by t.id"),
        ("-- batch:", ":1: batch says nothing"),
        ("-- Batch: 5000 by id", ":1: unknown directive Batch; did you mean batch?"),
        ("-- batches: 5000 by id", ":1: unknown directive batches; did you mean batch?"),
        ("-- batch: 1 by a\n-- batch: 1 by b", ":2: batch a second time"),
        ("-- transactional: true\n-- batch: 1 by a", ":2: batches in one transaction"),
    ],
)
def test_wrong_batch_directive_is_refused_with_its_line(text: str, message: str) -> None:
    assert refusal(lambda: header.read(text, HERE)).message == f"0001_a.sql{message}"


@pytest.mark.parametrize("word", ["match", "Patch", "watch"])
def test_word_that_only_looks_like_batch_is_prose(word: str) -> None:
    header.refuse_misplaced(f"SELECT 1; -- {word}: it is not meant", HERE)


def test_second_statement_is_refused_before_anything_runs(project: Project) -> None:
    project.write(TABLE, {"0002_n": f"{COUNT['0002_n']}\n  {UPDATE}"})
    assert "0002_n.sql:3:3: a second statement in a batch file" in refusal(project.up).message
    assert project.tables() == []


@pytest.mark.parametrize("name", ["0002_n", "0002_n.rollback"])
def test_statement_that_cannot_run_in_batches_is_refused_before_anything_runs(
    project: Project, name: str
) -> None:
    project.write(TABLE, COUNT, {name: "-- batch: 4 by id\nSELECT 1;"})
    assert f"{name}.sql:2:1: only UPDATE, DELETE" in refusal(project.up).message
    assert project.tables() == []


@pytest.fixture
def half_done(project: Project) -> Project:
    """Return a project with four of ten rows done, and nothing in the way of the others."""
    ready(project, COUNT)
    forbid(project, 15)
    refusal(project.up)
    allow(project)
    return project


@pytest.mark.parametrize(
    "kind",
    [
        ("smallint", "i"),
        ("bigint", "i * 10000000000 - 50000000000"),
        ("numeric", "i / 7.0"),
        ("double precision", "i / 7.0::double precision"),
        ("text", "repeat('ä''\"\\ %', i)"),
        ('text COLLATE "C"', "chr(i + 60)"),
        ("char(9)", "'x' || i"),
        ("uuid", "md5(i::text)::uuid"),
        ("timestamptz", "'2026-03-29 01:59:59.999999+01'::timestamptz + i * interval '1 us'"),
        ("date", "CASE i WHEN 1 THEN '-infinity' ELSE '2026-01-01'::date + i END"),
        ("bytea", "int4send(i)"),
        ("inet", "'10.0.0.0/8'::inet + i"),
        ("mood", "(enum_range(NULL::mood))[i]"),
        ("short", "'s' || i"),
    ],
    ids=lambda kind: kind[0],
)
def test_batches_go_by_a_key_of_any_type(project: Project, kind: tuple[str, str]) -> None:
    names = ", ".join(f"'m{11 - i}'" for i in range(1, 11))
    project.connection.execute(f"CREATE TYPE mood AS ENUM ({names})".encode())
    project.connection.execute("CREATE DOMAIN short AS text CHECK (length(value) < 9)")
    table = f"CREATE TABLE k (key {kind[0]} PRIMARY KEY, n int DEFAULT 0)"
    rows = f"INSERT INTO k SELECT {kind[1]} FROM generate_series(1, 10) AS i"
    project.connection.execute(f"{table}; {rows}".encode())
    project.write({"0001_n": f"-- batch: 3 by key\n{KEYED}"})
    project.up()
    assert project.value("SELECT array_agg(n) FROM k") == [1] * 10
    message = project.value("SELECT message FROM echoes_schema.events")
    assert message == "10 rows in 4 batches"


def test_key_is_kept_to_its_last_digit(project: Project) -> None:
    name = project.value("SELECT current_database()")
    project.connection.execute(f'ALTER DATABASE "{name}" SET extra_float_digits = -9'.encode())
    project.connection.execute(
        "CREATE TABLE k (key float8 PRIMARY KEY, n int DEFAULT 0);"
        " INSERT INTO k SELECT 1 + i * 1e-15 FROM generate_series(1, 10) AS i"
    )
    project.write({"0001_n": f"-- batch: 3 by key\n{KEYED}"})
    project.up()
    assert project.value("SELECT array_agg(n) FROM k") == [1] * 10


def test_directive_in_a_file_of_another_tool_is_a_comment(tmp_path: Path) -> None:
    up = "-- batch: 5 by id\nUPDATE t SET n = 1; UPDATE t SET n = 2;\n"
    text = f"-- migrate:up\n{up}-- migrate:down\n"
    (tmp_path / "1_a.sql").write_text(text)
    [migration] = folder.read(tmp_path, "dbmate").migrations
    found = script.forward(migration)
    assert (found.batch, found.is_transactional, len(found.statements)) == (None, True, 2)


@pytest.mark.parametrize(
    ("table", "text", "expected"),
    [
        ("TABLE k (id int PRIMARY KEY, n int)", "-- batch: 3 by id\n" + KEYED, None),
        ('TABLE "K k" ("I d" int PRIMARY KEY)', '-- batch: 2 by "I d"\nDELETE FROM "K k"', 0),
        ("TABLE k (id int NOT NULL, n int); CREATE INDEX ON k (id DESC, n)",
         "-- batch: 2 by ID\nDELETE FROM k WHERE id % 2 = 0 OR id = 9", 4),
        ("TABLE k (id int, at date, PRIMARY KEY (id, at)) PARTITION BY RANGE (at);"
         " CREATE TABLE k1 PARTITION OF k FOR VALUES FROM ('2026-01-01') TO ('2026-01-06');"
         " CREATE TABLE k2 PARTITION OF k DEFAULT",
         "-- batch: 2 by id\nDELETE FROM k USING o WHERE o.id = k.id", 1),
    ],
    ids=["empty", "quoted", "gaps", "partitions"],
)  # fmt: skip
def test_batches_go_through_tables_of_every_shape(
    project: Project, table: str, text: str, expected: int | None
) -> None:
    project.connection.execute("CREATE TABLE o AS SELECT i AS id FROM generate_series(2, 10) AS i")
    project.connection.execute(f"CREATE {table}".encode())
    name = '"K k"' if "K k" in table else "k"
    values = "i, '2026-01-01'::date + i" if "date" in table else "i"
    fill = f"INSERT INTO {name} SELECT {values} FROM generate_series(1, 10) AS i"
    if expected is not None:
        project.connection.execute(fill.encode())
    project.write({"0001_n": text})
    assert project.up() == ["0001_n"]
    assert project.value(f"SELECT count(*) FROM {name}") == (expected or 0)


def test_insert_from_a_select_goes_by_the_rows_that_it_reads(project: Project) -> None:
    ready(project, {"0002_c": "CREATE TABLE c (id bigint, n bigint);"})
    copy = "INSERT INTO c SELECT id, (SELECT max(id) FROM t AS o) FROM t AS x WHERE id > 6"
    project.write({"0003_n": f"-- batch: 3 by id\n{copy};"})
    project.up()
    assert project.value("SELECT array_agg(id ORDER BY id) FROM c") == list(range(9, 31, 3))


@pytest.mark.parametrize(
    ("column", "text", "message"),
    [
        ("m", UPDATE, "0002_n.sql:1: no column m in t"),
        ("x", UPDATE, "0002_n.sql:1: t.x may be NULL, and no batch would reach such rows"),
        ("n", UPDATE.replace("n", "x"), "no index of t begins with n: every batch would read"),
        ("h", UPDATE, "no index of t begins with h"),
        ("p", UPDATE, "no index of t begins with p"),
        ("c", UPDATE, "no index of t begins with c"),
        ("o", UPDATE, "no index of t begins with o"),
        ("id", "UPDATE v SET n = 1;", "0002_n.sql:1: v is not a table"),
        ("id", "INSERT INTO u SELECT 1, sum(n) FROM t;", "2:1: sum() looks at many rows at once"),
        ("id", "UPDATE t SET n = nn;", '0002_n.sql:2:18: column "nn" does not exist (42703)'),
        ("id", "DELETE FROM nowhere;", '2:13: relation "nowhere" does not exist (42P01)'),
    ],
)
def test_table_that_has_no_order_to_go_by_is_refused(
    project: Project, column: str, text: str, message: str
) -> None:
    project.connection.execute(
        "CREATE TABLE t (id int PRIMARY KEY, x int UNIQUE, n int NOT NULL, h int NOT NULL,"
        " p int NOT NULL, c text NOT NULL, o text NOT NULL);"
        "CREATE INDEX ON t USING hash (h); CREATE INDEX ON t (p) WHERE n > 0;"
        'CREATE INDEX ON t (c COLLATE "C"); CREATE INDEX ON t (o text_pattern_ops);'
        "CREATE INDEX ON t (x, n); CREATE VIEW v AS TABLE t; CREATE TABLE u (a int, b int)"
    )
    project.write({"0002_n": f"-- batch: 4 by {column}\n{text}"})
    assert message in refusal(project.up).message


def test_column_whose_not_null_is_not_checked_yet_is_refused(project: Project) -> None:
    if project.connection.info.server_version < 180000:
        pytest.skip("PostgreSQL 18 brought NOT NULL … NOT VALID")
    project.connection.execute("CREATE TABLE k (id int UNIQUE, n int)")
    project.connection.execute("ALTER TABLE k ADD CONSTRAINT c NOT NULL id NOT VALID")
    project.write({"0001_n": f"-- batch: 4 by id\n{KEYED}"})
    assert "k.id may be NULL" in refusal(project.up).message


def test_changed_statement_of_a_half_done_file_is_refused(half_done: Project) -> None:
    half_done.write({"0002_n": "-- batch: 4 by id\nUPDATE t SET n = n + 2;"})
    error = refusal(half_done.up)
    assert "0002_n.sql: changed after 1 batches of it were done" in error.message
    assert changed(half_done) == [1] * 4 + [0] * 6


def test_half_done_file_without_its_directive_is_refused(half_done: Project) -> None:
    half_done.write({"0002_n": UPDATE})
    assert "changed after 1 batches" in refusal(half_done.up).message


def test_other_size_and_comments_are_no_change_of_a_half_done_file(half_done: Project) -> None:
    half_done.write({"0002_n": "-- Why: so\n-- batch: 1 by id\n\nupdate t set n = n+1"})
    half_done.up()
    assert changed(half_done) == [1] * 10


@pytest.mark.parametrize(
    ("start", "expected"), [("UPDATE", [1] * 4 + [2] * 6), ("DELETE", [3] * 4 + [2] * 6)]
)
def test_hint_for_a_changed_file_names_the_ways_on(
    half_done: Project, start: str, expected: list[int]
) -> None:
    half_done.write({"0002_n": "-- batch: 4 by id\nUPDATE t SET n = n + 2;"})
    hint = refusal(half_done.up).hint
    half_done.connection.execute((hint[hint.index(start) :].split(";")[0]).encode())
    half_done.up()
    assert changed(half_done) == expected


def test_nothing_is_taken_back_below_a_half_done_file(half_done: Project) -> None:
    assert refusal(half_done.down).message == "half applied: 0002_n"


def test_status_says_how_far_a_backfill_is(half_done: Project, run: Run) -> None:
    entry = half_done.status()["0002_n"]
    assert entry.note.endswith(f"; begun, not finished: 4 of about {entry.rows_expected} rows")
    done = run("--sql", str(half_done.sql), "status", "--format", "json", database=half_done.url)
    first, second = json.loads(done.stdout)["migrations"]
    assert (first["rows_passed"], second["rows_passed"]) == (None, 4)


def test_rollback_file_runs_in_batches_and_resumes(project: Project) -> None:
    back = {"0002_n.rollback": "-- batch: 3 by id\nUPDATE t SET n = n - 1;"}
    ready(project, COUNT, back)
    project.up()
    project.connection.execute("ALTER TABLE t ADD CONSTRAINT kept CHECK (id <> 15 OR n = 1)")
    refusal(project.down)
    assert changed(project) == [0] * 3 + [1] * 7
    note = project.status()["0002_n"].note
    assert note.startswith("its rollback is begun, not finished: 3 of about")
    allow(project)
    assert project.down() == ["0002_n"]
    assert changed(project) == [0] * 10


def test_database_of_an_older_release_gets_the_table_with_its_first_backfill(
    project: Project,
) -> None:
    ready(project, {"0002_c": "CREATE TABLE c ();"})
    project.up()
    assert project.value("SELECT to_regclass('echoes_schema.backfills')") is None
    project.write({"0003_n": COUNT["0002_n"]})
    assert project.up() == ["0003_n"]


def test_keys_of_a_half_done_file_are_not_for_everyone(half_done: Project, reader: str) -> None:
    half_done.connection.execute(f'SET ROLE "{reader}"'.encode())
    assert half_done.value("SELECT rows_passed FROM echoes_schema.backfills") == 4
    right = "has_column_privilege('echoes_schema.backfills', 'passed_key', 'SELECT')"
    assert half_done.value(f"SELECT {right}") is False
    half_done.connection.execute("RESET ROLE")


def test_plan_and_history_tell_of_batches(project: Project, run: Run) -> None:
    ready(project, COUNT)
    place = ("--sql", str(project.sql))
    assert "0002_n (in batches of 4 by id)\n" in run(*place, "plan", database=project.url).stdout
    plan = run(*place, "plan", "--format", "json", database=project.url).stdout
    assert json.loads(plan)["migrations"][0]["batch"] == {"size": 4, "column": "id"}
    project.up(Options())
    history = run(*place, "history", database=project.url).stdout
    assert "done: 10 rows in 3 batches" in history


def test_transaction_statements_stay_refused(project: Project) -> None:
    project.write(TABLE, {"0002_n": "-- batch: 4 by id\nBEGIN;"})
    assert "BEGIN inside a migration" in refusal(project.up).message
    assert project.tables() == []
