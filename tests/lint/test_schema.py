"""What the linter knows of the schema before a statement."""

from pathlib import Path

import pytest

from tests.lint.project import report, rules, write

BEFORE = """\
CREATE SCHEMA audit;
CREATE TABLE ships (id bigint PRIMARY KEY, name varchar(20), note text NOT NULL);
CREATE TABLE audit.logs (id bigint);
CREATE TABLE "Ships" (id bigint);
"""


def found(tmp_path: Path, text: str, before: str = BEFORE) -> list[str]:
    """Return the rules that find something in a second migration."""
    write(tmp_path, {"migrations/0001_a.sql": before, "migrations/0002_b.sql": text})
    return [one.split()[1] for one in rules(report(tmp_path)) if one.startswith("0002")]


@pytest.mark.parametrize(
    "text",
    [
        "CREATE TABLE n (a int); CREATE INDEX i ON public.n (a);",
        "CREATE TABLE audit.n (a int); SET search_path TO audit; CREATE INDEX i ON n (a);",
        "SELECT set_config('search_path', 'audit', true);"
        "CREATE TABLE n (a int); CREATE INDEX i ON audit.n (a);",
        'CREATE TABLE N (a int); CREATE INDEX i ON "n" (a);',
        "CREATE TABLE pg_temp.n (a int); INSERT INTO n VALUES (1); CREATE INDEX i ON n (a);",
        "CREATE TABLE n (a int) PARTITION BY LIST (a); CREATE TABLE m (a int);"
        "ALTER TABLE n ATTACH PARTITION m DEFAULT; CREATE INDEX i ON n (a);",
        "CREATE TEMP TABLE n AS SELECT 1 AS a; CREATE INDEX i ON n (a);",
        "CREATE MATERIALIZED VIEW n AS SELECT 1 AS a; CREATE INDEX i ON n (a);",
        "CREATE TABLE n (a int); ALTER TABLE n RENAME TO m; CREATE INDEX i ON m (a);",
        "CREATE SCHEMA s CREATE TABLE n (a int); CREATE INDEX i ON s.n (a);",
        "CREATE TABLE n (a int) PARTITION BY LIST (a); CREATE INDEX i ON n (a);",
        "CREATE TABLE n (a int); DROP TABLE n;",
    ],
)
def test_a_table_made_in_the_same_file_is_nobody_elses(tmp_path: Path, text: str) -> None:
    assert found(tmp_path, text) == []


@pytest.mark.parametrize(
    "text",
    [
        "CREATE INDEX i ON ships (id);",
        "CREATE TABLE n (a int); INSERT INTO n VALUES (1); CREATE INDEX i ON n (a);",
        "CREATE TABLE n AS SELECT 1 AS a; CREATE INDEX i ON n (a);",
        "CREATE TABLE n (a int);\n-- allow copy-on-server: the rows are there.\n"
        "COPY n FROM '/tmp/rows'; CREATE INDEX i ON n (a);",
        "CREATE TABLE n (a int); MERGE INTO n USING ships ON false"
        " WHEN NOT MATCHED THEN INSERT VALUES (1); CREATE INDEX i ON n (a);",
        "CREATE TABLE n (a int); WITH x AS (INSERT INTO n VALUES (1)) SELECT 1;"
        "CREATE INDEX i ON n (a);",
        "CREATE TABLE n (a int); CREATE TEMP TABLE y AS"
        " WITH x AS (INSERT INTO n VALUES (1) RETURNING a) SELECT a FROM x;"
        "CREATE INDEX i ON n (a);",
        "CREATE TABLE n (a int); DO $$ BEGIN INSERT INTO n VALUES (1); END $$;"
        "CREATE INDEX i ON n (a);",
        "CREATE TABLE n (a int); DROP TABLE n; CREATE INDEX i ON n (a);",
        "CREATE TABLE audit.ships (a int); CREATE INDEX i ON ships (a);",
        'CREATE TABLE n (a int); CREATE INDEX i ON "N" (a);',
        "CREATE TABLE IF NOT EXISTS ships (a int); CREATE INDEX i ON ships (a);",
    ],
)
def test_a_table_of_others_or_with_rows_is_not(tmp_path: Path, text: str) -> None:
    assert set(found(tmp_path, text)) - {"copy-on-server"} == {"index-not-concurrent"}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("ALTER TABLE ships ALTER note SET NOT NULL;", []),
        ("ALTER TABLE ships ALTER name SET NOT NULL;", ["set-not-null"]),
        ("ALTER TABLE ships ALTER name TYPE varchar(30);", []),
        ("ALTER TABLE ships ALTER name TYPE varchar(10);", ["column-type-change"]),
        ("ALTER TABLE ships ALTER name TYPE text USING name::text;", []),
        ("ALTER TABLE other ALTER name TYPE text;", ["column-type-change"]),
        (
            "ALTER TABLE ships DROP COLUMN note, ADD COLUMN note text;"
            "ALTER TABLE ships ALTER note SET NOT NULL;",
            ["drop-column", "set-not-null"],
        ),
        (
            "ALTER TABLE ships RENAME name TO title; ALTER TABLE ships ALTER title TYPE text;",
            ["rename-column"],
        ),
    ],
)
def test_columns_are_known(tmp_path: Path, text: str, expected: list[str]) -> None:
    assert found(tmp_path, text) == expected


@pytest.mark.parametrize(
    ("constraint", "expected"),
    [
        ("CHECK (name IS NOT NULL)", []),
        ("CHECK (name IS NOT NULL AND name <> '')", []),
        ("CHECK (name IS NOT NULL OR id > 0)", ["set-not-null"]),
        ("CHECK (name <> '')", ["set-not-null"]),
        ("CHECK (id IS NOT NULL)", ["set-not-null"]),
        ("CHECK (name IS NOT NULL) NOT VALID", ["set-not-null"]),
    ],
)
def test_a_validated_check_proves_not_null(
    tmp_path: Path, constraint: str, expected: list[str]
) -> None:
    before = f"{BEFORE}ALTER TABLE ships ADD CONSTRAINT c {constraint};"
    assert found(tmp_path, "ALTER TABLE ships ALTER name SET NOT NULL;", before) == expected


def test_what_the_schema_does_not_tell_is_a_warning_with_what_would(tmp_path: Path) -> None:
    write(tmp_path, {"a.sql": "ALTER TABLE t ALTER a SET NOT NULL;"})
    [finding] = report(tmp_path, "a.sql").findings[-1:]
    assert (finding.rule, finding.level) == ("set-not-null", "warning")
    assert "would make it safe" in finding.hint


def test_a_way_back_is_judged_on_what_its_migration_made(tmp_path: Path) -> None:
    """And what it does is forgotten before the next migration."""
    write(
        tmp_path,
        {
            "migrations/0001_a.sql": BEFORE,
            "migrations/0002_b.sql": "ALTER TABLE ships ALTER name TYPE text;",
            "migrations/0002_b.rollback.sql": "ALTER TABLE ships ALTER name TYPE varchar(20);",
            "migrations/0003_c.sql": "ALTER TABLE ships ALTER name TYPE varchar(20);",
        },
    )
    assert rules(report(tmp_path)) == [
        "0002_b.rollback.sql:1 column-type-change",
        "0003_c.sql:1 column-type-change",
    ]


def test_a_table_has_the_rows_of_its_partitions(tmp_path: Path) -> None:
    text = (
        "CREATE TABLE n (a int) PARTITION BY LIST (a);"
        "ALTER TABLE n ATTACH PARTITION audit.logs DEFAULT; CREATE INDEX i ON n (a);"
    )
    assert "index-not-concurrent" in found(tmp_path, text)


def test_search_path_ends_with_the_file(tmp_path: Path) -> None:
    before = f"{BEFORE}SET search_path TO audit;"
    assert found(tmp_path, "ALTER TABLE ships ALTER note SET NOT NULL;", before) == []


@pytest.mark.parametrize(
    "text",
    [
        "ALTER TABLE ships ATTACH PARTITION ships DEFAULT; DROP TABLE ships;",
        "CREATE TABLE a PARTITION OF b DEFAULT; ALTER TABLE a ATTACH PARTITION b DEFAULT;"
        " ALTER TABLE a RENAME TO c; DROP TABLE b;",
    ],
)
def test_a_circle_of_partitions_has_an_end(tmp_path: Path, text: str) -> None:
    """PostgreSQL refuses it; its text alone does not."""
    assert isinstance(found(tmp_path, text), list)
