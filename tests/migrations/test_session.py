"""What a file sets for itself ends with the file."""

import pytest

from echoes_schema.migrations.runner import Options
from tests.migrations.project import Project, refusal

SETTINGS = [
    "SET search_path TO elsewhere",
    "SET ROLE pg_monitor",
    "SET SESSION AUTHORIZATION pg_monitor",
    "SET lock_timeout = '77s'",
    "SET LOCAL search_path TO elsewhere",
    "SET default_transaction_read_only = on",
    "SET client_encoding TO latin1",
    "SET SESSION CHARACTERISTICS AS TRANSACTION ISOLATION LEVEL SERIALIZABLE",
]
LOOK = """
CREATE TABLE seen AS SELECT current_user::text AS role, session_user::text AS session,
    current_setting('search_path') AS path, current_setting('lock_timeout') AS patience,
    current_setting('client_encoding') AS encoding, current_setting('transaction_isolation') AS iso
"""
NEUTRAL = ("postgres", "postgres", '"$user", public', "3s", "UTF8", "read committed")


@pytest.mark.parametrize("header", ["", "-- transactional: false\n"], ids=["inside", "outside"])
@pytest.mark.parametrize("setting", SETTINGS)
def test_setting_does_not_reach_the_next_file(project: Project, setting: str, header: str) -> None:
    schema = "CREATE SCHEMA IF NOT EXISTS elsewhere"
    project.write({"0001_a": f"{header}{schema};\n{setting};"}, {"0002_b": LOOK})
    assert project.up() == ["0001_a", "0002_b"]
    assert project.connection.execute("SELECT * FROM public.seen").fetchone() == NEUTRAL


@pytest.mark.parametrize("header", ["", "-- transactional: false\n"], ids=["inside", "outside"])
@pytest.mark.parametrize(
    "setting",
    [
        "SET search_path TO elsewhere",
        "SELECT pg_catalog.set_config('search_path', 'elsewhere', false)",
    ],
)
def test_setting_holds_to_the_end_of_its_file(project: Project, setting: str, header: str) -> None:
    sets = f"CREATE SCHEMA elsewhere; {setting}; CREATE TABLE a ();"
    project.write({"0001_a": f"{header}{sets} CREATE TABLE b ();"})
    project.up()
    assert project.value("SELECT count(*) FROM pg_tables WHERE schemaname = 'elsewhere'") == 2


def test_setting_above_a_failed_statement_holds_when_the_file_is_resumed(project: Project) -> None:
    head = "-- transactional: false\nCREATE SCHEMA elsewhere; SET search_path TO elsewhere;"
    project.write({"0001_a": f"{head} SELECT 1 / 0;"})
    refusal(project.up)
    project.write({"0001_a": f"{head} CREATE TABLE a ();"})
    project.up()
    assert project.value("SELECT to_regclass('elsewhere.a')::text") == "elsewhere.a"


def test_role_of_a_file_owns_what_it_makes_but_does_not_keep_the_books(project: Project) -> None:
    project.connection.execute("GRANT CREATE ON SCHEMA public TO pg_monitor")
    project.write({"0001_a": "-- transactional: false\nSET ROLE pg_monitor; CREATE TABLE a ();"})
    project.up()
    assert project.value("SELECT tableowner FROM pg_tables WHERE tablename = 'a'") == "pg_monitor"
    assert project.history() == ["0001_a"]


def test_failure_under_another_role_is_recorded(project: Project) -> None:
    project.write({"0001_a": "-- transactional: false\nSET ROLE pg_monitor; SELECT 1 / 0;"})
    refusal(project.up)
    assert project.states() == {"0001_a": "failed"}


def test_temporary_table_does_not_hide_a_table_from_the_next_file(project: Project) -> None:
    project.write(
        {
            "0001_a": "CREATE TABLE a (x int); CREATE TEMPORARY TABLE a (x int);",
            "0002_b": "ALTER TABLE a ADD COLUMN y int;",
        }
    )
    project.up()
    assert project.value("SELECT count(y) FROM public.a") == 0


@pytest.mark.parametrize("header", ["", "-- transactional: false\n"], ids=["inside", "outside"])
@pytest.mark.parametrize(
    "makes", ["PREPARE mine AS SELECT 1", "DECLARE mine CURSOR WITH HOLD FOR SELECT 1"]
)
def test_name_that_a_file_gave_in_its_session_is_free_for_the_next(
    project: Project, makes: str, header: str
) -> None:
    project.write({"0001_a": f"{header}{makes};", "0002_b": f"{header}{makes};"})
    assert project.up() == ["0001_a", "0002_b"]


def test_deferred_trigger_runs_with_the_settings_of_its_file(project: Project) -> None:
    project.write(
        {
            "0001_a": "CREATE SCHEMA elsewhere; SET search_path TO elsewhere; CREATE TABLE a ();"
            "CREATE FUNCTION look() RETURNS trigger LANGUAGE plpgsql AS"
            " $$ BEGIN PERFORM FROM a; RETURN NULL; END $$;"
            "CREATE CONSTRAINT TRIGGER late AFTER INSERT ON a DEFERRABLE INITIALLY DEFERRED"
            " FOR EACH ROW EXECUTE FUNCTION look(); INSERT INTO a DEFAULT VALUES;"
        }
    )
    assert project.up() == ["0001_a"]


def test_file_may_choose_its_isolation_level(project: Project) -> None:
    project.write({"0001_a": f"SET TRANSACTION ISOLATION LEVEL SERIALIZABLE; {LOOK}"})
    project.up()
    assert project.value("SELECT iso FROM seen") == "serializable"


def test_file_may_choose_its_own_lock_timeout(project: Project) -> None:
    project.write({"0001_a": f"SET lock_timeout = '9s'; {LOOK}"})
    project.up(Options(lock_timeout=1))
    assert project.value("SELECT patience FROM seen") == "9s"


@pytest.mark.parametrize(
    ("statement", "name"),
    [
        ("DISCARD ALL", "DISCARD ALL"),
        ("SELECT pg_catalog.PG_Advisory_Unlock_All()", "pg_advisory_unlock_all()"),
        ("DO $$ BEGIN PERFORM pg_advisory_unlock_all(); END $$", "pg_advisory_unlock_all()"),
    ],
)
def test_what_frees_the_lock_is_refused(project: Project, statement: str, name: str) -> None:
    project.write({"0001_a": f"-- transactional: false\n{statement};"})
    assert f"0001_a.sql:2:1: {name} would let go" in refusal(project.up).message


def test_query_that_speaks_of_what_frees_the_lock_runs(project: Project) -> None:
    project.write({"0001_a": "SELECT /* not pg_advisory_unlock_all() */ 'pg_advisory_unlock_all'"})
    assert project.up() == ["0001_a"]


def test_function_that_frees_locks_when_it_is_called_may_be_made(project: Project) -> None:
    body = "'SELECT pg_advisory_unlock_all()'"
    project.write({"0001_a": f"CREATE FUNCTION f() RETURNS void LANGUAGE sql AS {body};"})
    assert project.up() == ["0001_a"]


def test_backslash_arrives_whatever_the_database_makes_of_it(project: Project) -> None:
    """The parser reads the files as the standard says; so must the server."""
    name = project.connection.info.dbname
    off = f"ALTER DATABASE {name} SET standard_conforming_strings = off"
    project.connection.execute(off.encode())
    project.write({"0001_a": r"CREATE TABLE a AS SELECT 'a\b'::text AS x; SELECT '\';"})
    project.up()
    assert project.value("SELECT x FROM a") == "a\\b"


def test_letters_arrive_whatever_the_encoding_of_client_and_database(project: Project) -> None:
    name = f"{project.connection.info.dbname}_latin"
    project.connection.execute(
        f"CREATE DATABASE {name} TEMPLATE template0 ENCODING 'LATIN1' LOCALE 'C'".encode()
    )
    latin = Project(
        project.sql, project.url.replace(f"/{name[:-6]}?", f"/{name}?"), project.connection
    )
    latin.write({"0001_a": "CREATE TABLE a AS SELECT 'é'::text AS x;"})
    try:
        latin.up()
        with latin.other_session() as session:
            assert session.execute("SELECT octet_length(x) FROM a").fetchone() == (1,)
    finally:
        project.connection.execute(f"DROP DATABASE {name}".encode())
