"""What means the same is no finding, however it was built."""

from pathlib import Path

import psycopg
import pytest

from echoes_schema import catalog, dictionary
from echoes_schema.compare import compare
from echoes_schema.model import Finding

SAME = {
    "IN before and after a dump": (
        "CREATE TABLE t (s varchar(5) CHECK (s IN ('a', 'b')))",
        "CREATE TABLE t (s varchar(5), CONSTRAINT t_s_check CHECK (((s)::text = "
        "ANY (ARRAY[('a'::character varying)::text, ('b'::character varying)::text]))))",
    ),
    "BETWEEN before and after a dump": (
        "CREATE TABLE t (n integer CHECK (n BETWEEN 1 AND 5 AND n <> 3))",
        "CREATE TABLE t (n integer, CONSTRAINT t_n_check "
        "CHECK (((n >= 1) AND (n <= 5) AND (n <> 3))))",
    ),
    "IN in a partial index": (
        "CREATE TABLE t (s varchar(5)); CREATE INDEX i ON t (s) WHERE s IN ('a', 'b')",
        "CREATE TABLE t (s varchar(5)); CREATE INDEX i ON t (s) WHERE ((s)::text = "
        "ANY (ARRAY[('a'::character varying)::text, ('b'::character varying)::text]))",
    ),
    "a search path of the database": (
        "CREATE TABLE t (id integer REFERENCES t2)",
        "CREATE SCHEMA IF NOT EXISTS echoes_schema; SET search_path = echoes_schema, public;"
        "CREATE TABLE public.t (id integer REFERENCES t2)",
    ),
    "a dropped column": (
        "CREATE TABLE t (a integer PRIMARY KEY, b integer REFERENCES t2)",
        "CREATE TABLE t (x text, a integer PRIMARY KEY, b integer REFERENCES t2);"
        "ALTER TABLE t DROP COLUMN x",
    ),
    "a dropped column that came again": (
        "CREATE TABLE t (a integer, b integer UNIQUE)",
        "CREATE TABLE t (a integer, b text); ALTER TABLE t DROP COLUMN b;"
        "ALTER TABLE t ADD COLUMN b integer UNIQUE",
    ),
    "serial": (
        "CREATE TABLE t (id serial)",
        "CREATE SEQUENCE t_id_seq AS integer;"
        "CREATE TABLE t (id integer NOT NULL DEFAULT nextval('t_id_seq'));"
        "ALTER SEQUENCE t_id_seq OWNED BY t.id",
    ),
    "a sequence that was used": (
        "CREATE TABLE t (id integer GENERATED ALWAYS AS IDENTITY)",
        "CREATE TABLE t (id integer GENERATED ALWAYS AS IDENTITY); SELECT nextval('t_id_seq')",
    ),
    "a default's cast": (
        "CREATE TABLE t (s varchar(5) DEFAULT 'x')",
        "CREATE TABLE t (s varchar(5) DEFAULT 'x'::varchar)",
    ),
    "now() and CURRENT_TIMESTAMP": (
        "CREATE TABLE t (m timestamptz DEFAULT now())",
        "CREATE TABLE t (m timestamptz DEFAULT CURRENT_TIMESTAMP)",
    ),
    "a partition attached": (
        "CREATE TABLE t (id integer) PARTITION BY LIST (id); CREATE INDEX i ON t (id);"
        "CREATE TABLE t1 PARTITION OF t FOR VALUES IN (1)",
        "CREATE TABLE t (id integer) PARTITION BY LIST (id); CREATE INDEX i ON t (id);"
        "CREATE TABLE t1 (id integer); CREATE INDEX j ON t1 (id);"
        "ALTER TABLE t ATTACH PARTITION t1 FOR VALUES IN (1)",
    ),
    "a body's line ends": (
        "CREATE FUNCTION f() RETURNS integer LANGUAGE sql AS E'\\n    SELECT\\n    1\\n'",
        "CREATE FUNCTION f() RETURNS integer LANGUAGE sql AS E'    SELECT\\r\\n    1'",
    ),
    "a renamed table": (
        "CREATE TABLE t (id integer CONSTRAINT k PRIMARY KEY, n integer NOT NULL)",
        "CREATE TABLE old (id integer CONSTRAINT k PRIMARY KEY, n integer NOT NULL);"
        "ALTER TABLE old RENAME TO t",
    ),
    "a renamed column": (
        "CREATE TABLE t (n integer NOT NULL)",
        "CREATE TABLE t (o integer NOT NULL); ALTER TABLE t RENAME COLUMN o TO n",
    ),
    "a comment's line breaks": (
        "CREATE TABLE t (n integer); COMMENT ON TABLE t IS 'One two.'",
        "CREATE TABLE t (n integer); COMMENT ON TABLE t IS E'One\\n  two.'",
    ),
    "a grant to the owner": (
        "CREATE TABLE t (id integer)",
        "CREATE TABLE t (id integer); GRANT ALL ON t TO CURRENT_USER",
    ),
    "a privilege that came and went": (
        "CREATE FUNCTION f() RETURNS integer LANGUAGE sql AS 'SELECT 1'",
        "CREATE FUNCTION f() RETURNS integer LANGUAGE sql AS 'SELECT 1';"
        "REVOKE EXECUTE ON FUNCTION f() FROM PUBLIC; GRANT EXECUTE ON FUNCTION f() TO PUBLIC",
    ),
    "the order of grants": (
        "CREATE TABLE t (id integer); GRANT SELECT ON t TO pg_monitor;"
        "GRANT SELECT ON t TO pg_signal_backend",
        "CREATE TABLE t (id integer); GRANT SELECT ON t TO pg_signal_backend;"
        "GRANT SELECT ON t TO pg_monitor",
    ),
    "an enum built in pieces": (
        "CREATE TYPE e AS ENUM ('a', 'b', 'c')",
        "CREATE TYPE e AS ENUM ('a', 'c'); ALTER TYPE e ADD VALUE 'b' BEFORE 'c'",
    ),
    "a foreign key that came again": (
        "CREATE TABLE t (id integer, CONSTRAINT k FOREIGN KEY (id) REFERENCES t2)",
        "CREATE TABLE t (id integer, CONSTRAINT k FOREIGN KEY (id) REFERENCES t2);"
        "ALTER TABLE t DROP CONSTRAINT k; ALTER TABLE t ADD CONSTRAINT k "
        "FOREIGN KEY (id) REFERENCES t2",
    ),
    "NOT NULL of an identity and a key": (
        "CREATE TABLE t (id integer GENERATED ALWAYS AS IDENTITY, CONSTRAINT k PRIMARY KEY (id))",
        "CREATE TABLE t (id integer NOT NULL GENERATED ALWAYS AS IDENTITY);"
        "ALTER TABLE t ADD CONSTRAINT k PRIMARY KEY (id)",
    ),
    "the order of options": (
        "CREATE TABLE t (n integer) WITH (fillfactor = 70, autovacuum_enabled = false)",
        "CREATE TABLE t (n integer) WITH (autovacuum_enabled = false, fillfactor = 70)",
    ),
    "a flag in other words": (
        "CREATE VIEW v WITH (security_barrier = true) AS SELECT 1 AS one; CREATE TABLE t (n jsonb);"
        "CREATE INDEX i ON t USING gin (n) WITH (fastupdate = off)",
        "CREATE VIEW v WITH (security_barrier = on) AS SELECT 1 AS one; CREATE TABLE t (n jsonb);"
        "CREATE INDEX i ON t USING gin (n) WITH (fastupdate = FALSE)",
    ),
}


def built(connection: psycopg.Connection, sql: str, folder: Path) -> dictionary.Documented:
    """Return what is documented of a database that these statements fill."""
    connection.execute("CREATE TABLE t2 (id integer PRIMARY KEY)")
    connection.execute(sql.encode())
    page = folder / "page.md"
    page.write_text(dictionary.write(catalog.read(connection), "Page"), "utf-8")
    return dictionary.read(folder, connection.info.server_version)


def differences(
    connection: psycopg.Connection, pair: tuple[str, str], folder: Path
) -> list[Finding]:
    documented = built(connection, pair[0], folder)
    connection.execute("DROP SCHEMA public CASCADE; CREATE SCHEMA public; RESET search_path")
    connection.execute("GRANT USAGE ON SCHEMA public TO PUBLIC")
    built(connection, pair[1], folder)
    return list(compare(documented.schema, catalog.read(connection)))


@pytest.mark.parametrize("pair", SAME.values(), ids=SAME)
def test_same_schema_has_no_findings(
    empty: psycopg.Connection, tmp_path: Path, pair: tuple[str, str]
) -> None:
    assert differences(empty, pair, tmp_path) == []


@pytest.mark.parametrize("pair", SAME.values(), ids=SAME)
def test_same_schema_has_no_findings_the_other_way(
    empty: psycopg.Connection, tmp_path: Path, pair: tuple[str, str]
) -> None:
    assert differences(empty, pair[::-1], tmp_path) == []
