"""What views read is known where it is sure: the linter and PostgreSQL say the same."""

from pathlib import Path

import psycopg
import pytest

from tests.lint.project import report, rules, write

BEFORE = """\
CREATE SCHEMA audit;
CREATE TABLE ships (id bigint PRIMARY KEY, name text, mass int, note text);
CREATE TABLE docks (id bigint PRIMARY KEY, place text, title text, ship_id bigint);
CREATE TABLE audit.logs (id bigint, name text);
CREATE FUNCTION drop_all() RETURNS void LANGUAGE plpgsql AS $$ BEGIN DROP VIEW v; END $$;
CREATE TYPE mood AS ENUM ('sad');
"""
# Of the tables beside a subquery in FROM nothing is in its reach, of those around it all is.
BESIDE = (
    "CREATE VIEW v AS SELECT (SELECT count(*) FROM audit.logs AS l,"
    " (SELECT 1 AS one WHERE name = 'a') AS x) AS number FROM ships;"
)
NAME = "ALTER TABLE ships DROP COLUMN name;"
REFUSED = [
    ("CREATE VIEW v AS SELECT name FROM ships;", NAME),
    ("CREATE VIEW v AS SELECT name FROM ships;", "ALTER TABLE ships ALTER name TYPE text;"),
    ("CREATE VIEW v AS SELECT name FROM ships;", "ALTER TABLE ships DROP COLUMN IF EXISTS name;"),
    ("CREATE VIEW v AS SELECT name FROM ships;", "DROP TABLE docks, ships;"),
    ("CREATE VIEW v AS SELECT 1 AS a FROM ships; CREATE VIEW w AS SELECT a FROM v;",
     "DROP VIEW v;"),
    ("CREATE MATERIALIZED VIEW v AS SELECT s.name FROM ships AS s;", NAME),
    ("CREATE VIEW v AS SELECT * FROM ships;", NAME),
    ("CREATE VIEW v AS SELECT s.* FROM ships AS s, docks;", NAME),
    ("CREATE VIEW v AS SELECT place FROM ships AS s JOIN docks ON name = title;", NAME),
    ("CREATE VIEW v AS SELECT place FROM ships JOIN docks USING (id);",
     "ALTER TABLE ships DROP COLUMN id;"),
    ("CREATE VIEW v AS SELECT mass FROM ships ORDER BY lower(name);", NAME),
    ("CREATE VIEW v AS SELECT 1 AS name FROM ships GROUP BY name;", NAME),
    ("CREATE VIEW v AS SELECT mass FROM ships WHERE EXISTS"
     " (SELECT FROM docks WHERE title = name);", NAME),
    ("CREATE VIEW v AS WITH a AS (SELECT name FROM ships) SELECT 1 AS b FROM a;", NAME),
    ("CREATE VIEW v AS SELECT a FROM (SELECT name AS a FROM ships) AS x;", NAME),
    ("CREATE VIEW v AS SELECT title FROM docks UNION SELECT name FROM ships ORDER BY title;", NAME),
    ("CREATE VIEW v AS SELECT b.x FROM ships AS s, LATERAL (SELECT s.name AS x) AS b;", NAME),
    ("CREATE VIEW v AS SELECT mass FROM ships; CREATE OR REPLACE VIEW v AS"
     " SELECT mass FROM ships WHERE name <> '';", NAME),
    ("CREATE VIEW v AS SELECT name FROM ships; ALTER TABLE ships RENAME TO vessels;",
     "ALTER TABLE vessels DROP COLUMN name;"),
    ("CREATE VIEW v AS SELECT name FROM ships; ALTER TABLE ships RENAME name TO called;",
     "ALTER TABLE ships DROP COLUMN called;"),
    ("CREATE VIEW v AS SELECT name FROM ships; ALTER VIEW v RENAME TO w;", NAME),
    ("CREATE VIEW v AS SELECT name FROM ships; DO $$ BEGIN NULL; END $$;", NAME),
    ("CREATE VIEW v AS SELECT name FROM audit.logs;", "ALTER TABLE audit.logs DROP COLUMN name;"),
    (BESIDE, NAME),
]  # fmt: skip
TAKEN = [
    (BESIDE, "ALTER TABLE audit.logs DROP COLUMN name;"),
    ("CREATE VIEW v AS SELECT mass FROM ships;", NAME),
    ("CREATE VIEW v AS SELECT count(*) AS a FROM ships;", NAME),
    ("CREATE VIEW v AS SELECT to_jsonb(ships) AS a FROM ships;", NAME),
    ("CREATE VIEW v AS SELECT to_jsonb(s.*) AS a FROM ships AS s;", NAME),
    ("CREATE VIEW v AS SELECT mass AS name FROM ships ORDER BY name;", NAME),
    ("CREATE VIEW v AS SELECT DISTINCT ON (name) mass AS name FROM ships;", NAME),
    ("CREATE VIEW v AS SELECT mass AS name FROM ships UNION SELECT 1 ORDER BY name;", NAME),
    ("CREATE VIEW v AS SELECT ships.name FROM docks AS ships (id, place, name);", NAME),
    ("CREATE VIEW v AS WITH ships AS (SELECT title AS name FROM docks) SELECT name FROM ships;",
     NAME),
    ("CREATE VIEW v AS SELECT mass FROM ships WHERE EXISTS"
     " (SELECT FROM (SELECT title AS name FROM docks) AS x WHERE name = 'a');", NAME),
    ("CREATE VIEW v AS SELECT * FROM ships; ALTER TABLE ships ADD tag text;",
     "ALTER TABLE ships DROP COLUMN tag;"),
    ("CREATE VIEW v AS SELECT name FROM audit.logs;", NAME),
    ("CREATE TEMP VIEW v AS SELECT name FROM ships; DROP VIEW pg_temp.v;", NAME),
    ("CREATE VIEW v AS SELECT name FROM ships; CREATE OR REPLACE VIEW v AS"
     " SELECT title AS name FROM docks;", NAME),
    ("CREATE VIEW v AS SELECT name FROM ships; DROP VIEW v;", NAME),
    ("CREATE VIEW v AS SELECT name FROM ships; CREATE VIEW w AS SELECT name FROM v;",
     "DROP VIEW v, w;"),
    ("CREATE VIEW v AS SELECT name FROM ships; ALTER TABLE ships DROP mass CASCADE;",
     "ALTER TABLE ships DROP COLUMN name CASCADE;"),
    ("CREATE VIEW audit.v AS SELECT name FROM ships; SET search_path TO audit, public;"
     " DROP VIEW v;", NAME),
    ("CREATE VIEW v AS SELECT name FROM ships; DO $$ BEGIN DROP VIEW v; END $$;", NAME),
    ("CREATE VIEW v AS SELECT name FROM ships; DO $$ BEGIN PERFORM drop_all(); END $$;", NAME),
    ("CREATE VIEW v AS SELECT name FROM ships; SELECT drop_all();", NAME),
    ("CREATE VIEW v AS SELECT name FROM ships; SELECT drop_all() FROM docks LIMIT 0;"
     " DROP VIEW v;", NAME),
    ("CREATE VIEW v AS SELECT name, 'sad'::mood AS a FROM ships; DROP TYPE mood CASCADE;", NAME),
    ("CREATE VIEW v AS SELECT name, id FROM ships GROUP BY id;"
     " ALTER TABLE ships DROP CONSTRAINT ships_pkey CASCADE;", NAME),
    ("CREATE VIEW audit.v AS SELECT name FROM ships; DROP SCHEMA audit CASCADE;", NAME),
    ("CREATE VIEW v AS SELECT name FROM ships; CREATE VIEW w AS SELECT place FROM v, docks;"
     " DROP VIEW v CASCADE;", "DROP TABLE docks;"),
    ("CREATE FUNCTION rows() RETURNS SETOF docks LANGUAGE sql AS 'TABLE docks';"
     " CREATE VIEW v AS SELECT name FROM ships, rows(); DROP TABLE docks CASCADE;", NAME),
    # As where the role has the path.
    ("SELECT set_config('search_path', concat('audit, public'), false);"
     " CREATE VIEW v AS SELECT name FROM public.ships;"
     " CREATE OR REPLACE VIEW audit.v AS SELECT ''::text AS name;", NAME),
    ("SELECT set_config('search_path', concat('audit, public'), false);"
     " CREATE VIEW v AS SELECT name FROM public.ships; DROP VIEW audit.v;", NAME),
    ("CREATE VIEW v AS SELECT name FROM ships;",
     "DO $$ BEGIN ALTER TABLE ships DROP COLUMN name; EXCEPTION WHEN others THEN NULL; END $$;"),
]  # fmt: skip


def is_found(folder: Path, before: str, text: str) -> bool:
    write(folder, {"migrations/0001_a.sql": f"{BEFORE}{before}", "migrations/0002_b.sql": text})
    return any(one.split()[1] == "read-by-view" for one in rules(report(folder)))


def is_refused(empty: psycopg.Connection, before: str, text: str) -> bool:
    empty.execute(BEFORE)
    for statement in (before, "RESET search_path"):
        empty.execute(statement)
    try:
        empty.execute(text)
    except (psycopg.errors.DependentObjectsStillExist, psycopg.errors.FeatureNotSupported):
        return True
    return False


@pytest.mark.parametrize(("before", "text"), REFUSED)
def test_what_a_view_reads_is_found(
    tmp_path: Path, empty: psycopg.Connection, before: str, text: str
) -> None:
    assert is_refused(empty, before, text)
    assert is_found(tmp_path, before, text)


@pytest.mark.parametrize(("before", "text"), TAKEN)
def test_nothing_is_said_of_what_postgresql_takes(
    tmp_path: Path, empty: psycopg.Connection, before: str, text: str
) -> None:
    assert not is_refused(empty, before, text)
    assert not is_found(tmp_path, before, text)
