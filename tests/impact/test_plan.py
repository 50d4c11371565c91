"""`plan` shows what each statement locks, how big that is, and who is in its way."""

import json
import subprocess
import sys

import psycopg

from echoes_schema import database
from echoes_schema.impact import plan
from echoes_schema.impact.plan import Impact
from echoes_schema.locks import Answer, Mode
from echoes_schema.migrations import folder, script
from tests.migrations.project import Project

TABLE = "CREATE TABLE a (x int); INSERT INTO a SELECT n FROM generate_series(1, 5) AS n; ANALYZE a"


def planned(project: Project, url: str | None = None) -> list[list[Impact]]:
    """Return what each statement of the folder would meet."""
    scripts = [script.forward(one) for one in folder.read(project.sql).migrations]
    with database.connect(url or project.url) as connection:
        found = plan.foresee(connection, scripts)
    return [list(step.impacts) for one in found for step in one.steps]


def test_statement_has_lock_work_size_and_rows_of_its_table(project: Project) -> None:
    project.connection.execute(TABLE.encode())
    project.write({"0001_b": "ALTER TABLE a ADD COLUMN y float8 DEFAULT random();"})
    [[impact]] = planned(project)
    assert (impact.relation, impact.mode) == ("public.a", Mode.ACCESS_EXCLUSIVE)
    assert (impact.scan, impact.rewrite, impact.build) == (Answer.YES, Answer.YES, Answer.NO)
    assert (impact.bytes, impact.rows, impact.held_by) == (8192, 5, ())


def test_names_are_looked_for_where_the_file_looks(project: Project) -> None:
    project.connection.execute("CREATE SCHEMA s; CREATE TABLE s.a (x int); CREATE TABLE a ()")
    project.connection.execute("CREATE DOMAIN s.t AS int; CREATE TABLE s.b (x s.t)")
    alter = "ALTER TABLE a ADD COLUMN y int"
    files = {
        "0001_b": f"SET search_path TO nowhere, s; {alter}; ALTER DOMAIN t SET NOT NULL;",
        "0002_c": f"{alter}; SELECT set_config('search_path', '', false); {alter};",
        "0003_d": f"-- transactional: false\nSET search_path = s; RESET search_path; {alter};",
    }
    project.write(files)
    named = [[impact.relation for impact in impacts] for impacts in planned(project)]
    assert named == [[], ["s.a"], ["s.b"], ["public.a"], [], [], [], [], ["public.a"]]


def test_table_of_the_same_run_is_left_out_and_the_one_that_it_references_is_not(
    project: Project,
) -> None:
    project.connection.execute("CREATE TABLE a (id int PRIMARY KEY)")
    files = {"0001_b": "CREATE TABLE b (x int REFERENCES a); CREATE INDEX ON b (x);"}
    project.write(files)
    [[impact], second] = planned(project)
    assert (impact.relation, impact.mode) == ("public.a", Mode.SHARE_ROW_EXCLUSIVE)
    assert second == []


def test_table_on_the_other_side_of_a_foreign_key_is_found(project: Project) -> None:
    project.connection.execute("CREATE TABLE a (id int PRIMARY KEY)")
    project.connection.execute("CREATE TABLE b (x int CONSTRAINT b_x_fkey REFERENCES a)")
    project.write({"0001_c": "ALTER TABLE b DROP CONSTRAINT b_x_fkey;"})
    [impacts] = planned(project)
    assert [impact.relation for impact in impacts] == ["public.a", "public.b"]


def test_holder_of_a_lock_that_conflicts_is_named(project: Project) -> None:
    project.connection.execute("CREATE TABLE a (x int)")
    project.write({"0001_b": "CREATE INDEX i ON a (x);", "0002_c": "SELECT * FROM a;"})
    with project.other_session() as other:
        other.execute("SET application_name = 'editor'; BEGIN")
        other.execute("INSERT INTO a VALUES (1)")
        [[index], [select]] = planned(project)
        assert [one.pid for one in index.held_by] == [other.info.backend_pid]
        assert (index.held_by[0].application, index.held_by[0].state) == (
            "editor",
            "idle in transaction",
        )
        assert index.held_by[0].query == "INSERT INTO a VALUES (1)"
        assert select.held_by == ()


def test_plan_does_not_wait_for_whoever_has_the_table(project: Project) -> None:
    project.connection.execute(TABLE.encode())
    project.write({"0001_b": "ALTER TABLE a ADD COLUMN y int;"})
    with project.locked("ACCESS EXCLUSIVE") as holder:
        [[impact]] = planned(project)
        assert [one.pid for one in impact.held_by] == [holder.info.backend_pid]
    assert (impact.bytes, impact.rows) == (8192, 5)


def test_role_without_rights_sees_locks_and_sizes_and_no_queries(
    project: Project, reader: str
) -> None:
    project.connection.execute(TABLE.encode())
    project.write({"0001_b": "ALTER TABLE a ADD COLUMN y int;"})
    url = psycopg.conninfo.make_conninfo(project.url, options=f"-c role={reader}")
    with project.locked("ROW EXCLUSIVE") as holder:
        [[impact]] = planned(project, url)
        assert impact.bytes == 8192
        [session] = impact.held_by
        assert (session.pid, session.state, session.query) == (
            holder.info.backend_pid,
            "hidden",
            "hidden",
        )


def test_role_that_may_not_use_a_schema_can_plan_all_the_same(
    project: Project, reader: str
) -> None:
    project.connection.execute("CREATE SCHEMA s; CREATE TABLE s.a (x int)")
    project.write({"0001_b": "ALTER TABLE s.a ADD COLUMN y int;"})
    url = psycopg.conninfo.make_conninfo(project.url, options=f"-c role={reader}")
    assert [[one.relation for one in step] for step in planned(project, url)] == [["s.a"]]


def test_plan_takes_nothing_but_reading(project: Project) -> None:
    project.connection.execute(TABLE.encode())
    project.write({"0001_b": "ALTER TABLE a ADD COLUMN y int;"})
    url = psycopg.conninfo.make_conninfo(project.url, options="-c default_transaction_read_only=on")
    assert [impact.relation for [impact] in planned(project, url)] == ["public.a"]


def shown(project: Project, *arguments: str) -> str:
    command = [sys.executable, "-m", "echoes_schema", "--database", project.url]
    given = [*command, "--sql", str(project.sql), "plan", *arguments]
    return subprocess.run(given, capture_output=True, text=True, check=True).stdout


def test_text_names_lock_work_size_and_holder(project: Project) -> None:
    project.connection.execute(TABLE.encode())
    project.write({"0001_b": "CREATE INDEX i ON a (x);"})
    with project.locked("ROW EXCLUSIVE") as holder:
        pid = holder.info.backend_pid
        lines = shown(project).splitlines()
    assert lines[2] == (
        "        -> public.a: SHARE, blocks writes, reads every row and builds an index, "
        "8192 bytes, about 5 rows"
    )
    assert lines[3].startswith(f"           held by pid {pid}, ")


def test_json_has_the_same(project: Project) -> None:
    project.connection.execute(TABLE.encode())
    project.write({"0001_b": "ALTER TABLE a ADD CONSTRAINT c CHECK (x > 0);"})
    [migration] = json.loads(shown(project, "--format", "json"))["migrations"]
    assert migration["statements"][0]["locks"] == [
        {
            "relation": "public.a",
            "mode": "ACCESS EXCLUSIVE",
            "scan": "yes",
            "rewrite": "no",
            "build": "no",
            "bytes": 8192,
            "rows": 5,
            "held_by": [],
            "blocks": "reads and writes",
        }
    ]
