"""What runs inside of DO blocks and by EXECUTE is judged as what stands outside."""

from pathlib import Path

import pytest

from tests.lint.project import report, rules, write

BEFORE = "CREATE TABLE ships (id bigint PRIMARY KEY, name text);\n"


def found(folder: Path, text: str) -> list[str]:
    """Return what is found in a migration after the one that makes ships."""
    files = {"migrations/0001_a.sql": BEFORE, "migrations/0002_b.sql": text}
    return [one for one in rules(report(write(folder, files))) if one.startswith("0002")]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("DO $$\nBEGIN\n  CREATE INDEX a ON ships (name);\nEND $$;", ["3 index-not-concurrent"]),
        (
            "-- é\nDO $x$\nBEGIN\n  IF true THEN\n    ALTER TABLE ships\n"
            "      ALTER COLUMN name SET NOT NULL;\n  END IF;\nEND $x$;",
            ["5 set-not-null"],
        ),
        (
            "DO LANGUAGE plpgsql $$\nBEGIN\n  EXECUTE 'CREATE INDEX a ON ships (name)';\nEND $$;",
            ["3 index-not-concurrent"],
        ),
        (
            "DO 'BEGIN\n\n  CREATE INDEX a ON ships (name); END';",
            ["3 index-not-concurrent"],
        ),
        (
            "DO $$\nBEGIN\n  CREATE INDEX CONCURRENTLY a ON ships (name);\nEND $$;",
            ["3 concurrently-in-transaction"],
        ),
        ("DO $$ BEGIN CREATE TABLE b (id int8 PRIMARY KEY); CREATE INDEX ON b (id); END $$;", []),
        ("DO $$ BEGIN\n  EXECUTE 'DROP ' || 'TABLE ships';\nEND $$;", ["2 drop-table"]),
        (
            "DO $$ DECLARE t text; BEGIN\n"
            "  EXECUTE format('ALTER TABLE app.%I ALTER %2$I SET NOT NULL -- 5%%', t, 'name');\n"
            "  EXECUTE 'CREATE INDEX ON ' || quote_ident(t) || ' (a)';\nEND $$;",
            ["2 set-not-null", "3 index-not-concurrent", "3 several-tables-locked"],
        ),
        (
            "DO $$ DECLARE s text; BEGIN\n  EXECUTE s;\n"
            "  EXECUTE format('ALTER TABLE ships %s', s);\nEND $$;",
            ["2 dynamic-sql", "3 dynamic-sql"],
        ),
        ("DO $$ BEGIN EXECUTE format('GRANT SELECT ON %I TO %s', a, b); END $$;", []),
        (
            "DO $$ DECLARE r record; BEGIN\n  EXECUTE format('DROP INDEX a_%s_b', r.id);\n"
            "  EXECUTE 'DROP SEQUENCE s_' || r.id;\nEND $$;",
            ["2 drop-index-not-concurrent", "3 drop-object"],
        ),
        ("DO $$ BEGIN\n  PERFORM 1;\nEXCEPTION WHEN others THEN NULL;\nEND $$;", []),
    ],
)
def test_block_is_judged_in_its_lines(text: str, expected: list[str], tmp_path: Path) -> None:
    kept = [one for one in found(tmp_path, text) if "redundant" not in one]
    assert kept == [f"0002_b.sql:{one}" for one in expected]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "PREPARE p (text) AS\n  UPDATE ships SET name = $1;\nEXECUTE p ('a');",
            ["2 unbatched-write"],
        ),
        ("-- é\nPREPARE p AS\n  DELETE FROM ships;\nEXECUTE p;\nEXECUTE p;", ["3 unbatched-write"]),
        ("PREPARE p AS DELETE FROM ships;", []),
        ("PREPARE p (int) AS DELETE FROM ships WHERE id = $1;\nEXECUTE p (1); EXECUTE p (2);", []),
        (
            "PREPARE p AS SELECT 1; DEALLOCATE p;\nPREPARE p AS DELETE FROM ships;\nEXECUTE p;",
            ["2 unbatched-write"],
        ),
        ("EXECUTE p;", []),
        (
            "CREATE TABLE n (id int); PREPARE p AS INSERT INTO n VALUES (1); EXECUTE p;\n"
            "CREATE INDEX i ON n (id);",
            ["2 index-not-concurrent"],
        ),
    ],
)
def test_prepared_statement_is_judged_where_it_is_executed(
    text: str, expected: list[str], tmp_path: Path
) -> None:
    assert found(tmp_path, text) == [f"0002_b.sql:{one}" for one in expected]


def test_allowance_above_a_block_holds_for_what_is_in_it(tmp_path: Path) -> None:
    text = (
        "-- allow index-not-concurrent: ships is empty until the release.\n"
        "DO $$ BEGIN CREATE INDEX a ON ships (name); END $$;"
    )
    assert found(tmp_path, text) == []


@pytest.mark.parametrize(
    "body",
    [
        "LANGUAGE plpgsql AS $$ BEGIN DROP TABLE ships; END $$",
        "LANGUAGE sql AS $$ DROP TABLE ships $$",
        "LANGUAGE sql BEGIN ATOMIC DELETE FROM ships; END",
        "LANGUAGE plpgsql AS $$ DECLARE r record[]; BEGIN EXECUTE format('DROP %s', 1); END $$",
        "LANGUAGE plpgsql AS $$ DECLARE r status[]; x ships%ROWTYPE; BEGIN NULL; END $$",
    ],
)
def test_function_is_read_and_not_run(body: str, tmp_path: Path) -> None:
    assert found(tmp_path, f"CREATE FUNCTION f() RETURNS void {body};") == []
