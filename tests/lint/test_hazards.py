"""What hurts a table in use is found, and what does not is left alone."""

from pathlib import Path

import pytest

from tests.lint.project import report, rules, write

BEFORE = """\
CREATE TABLE owners (id bigint PRIMARY KEY);
CREATE TABLE ships (
    id bigint PRIMARY KEY,
    name varchar(20),
    mass numeric(10, 2),
    built timestamp(3),
    owner_id bigint REFERENCES owners
);
CREATE DOMAIN positive AS int CHECK (VALUE > 0);
CREATE DOMAIN plain AS int;
"""


def found(tmp_path: Path, text: str) -> list[str]:
    """Return the rules that find something in a second migration."""
    write(tmp_path, {"migrations/0001_a.sql": BEFORE, "migrations/0002_b.sql": text})
    return [one.split()[1] for one in rules(report(tmp_path)) if one.startswith("0002")]


@pytest.mark.parametrize(
    "text",
    [
        "CREATE TEMP TABLE n (a serial); ALTER TABLE n ADD b serial; TRUNCATE n;",
        "CREATE TABLE n (a int); ALTER TABLE n ADD b serial, ADD CHECK (a > 0);",
        "CREATE MATERIALIZED VIEW n AS SELECT 1 AS a; REFRESH MATERIALIZED VIEW n;",
        "CREATE TABLE n (a int); CREATE INDEX i ON n (a); DROP INDEX i; DROP TABLE n;",
        "ALTER TABLE ships ADD a timestamptz NOT NULL DEFAULT now();",
        "ALTER TABLE ships ADD a text[] DEFAULT ARRAY[]::text[];",
        "ALTER TABLE ships ADD a plain; ALTER TABLE ships ADD b positive[];",
        "ALTER TABLE ships ALTER name TYPE varchar(50);",
        "ALTER TABLE ships ALTER mass TYPE numeric(12, 2);",
        "ALTER TABLE ships ALTER built TYPE timestamp;",
        "ALTER TABLE ships RENAME TO vessels; CREATE VIEW ships AS TABLE vessels;",
        "ALTER TABLE ships ADD CONSTRAINT c CHECK (mass > 0) NOT VALID;",
        "CREATE TABLE n (a int); CREATE TABLE m (b int);",
        "COMMENT ON TABLE ships IS 'ALTER TABLE ships RENAME TO vessels'; -- TRUNCATE ships;",
        "COMMENT ON TABLE ships IS $$DROP TABLE ships;$$; /* a /* TRUNCATE ships; */ b */",
        'CREATE TABLE "DROP TABLE ships" (a int DEFAULT length($b$LOCK TABLE ships$b$));',
        "CREATE TABLE n (id int PRIMARY KEY); CREATE TABLE m (id bigint PRIMARY KEY, n int);"
        "ALTER TABLE m ADD FOREIGN KEY (n) REFERENCES n;",
        "CREATE TABLE n (id bigint PRIMARY KEY, a varchar(9), b timestamp, c json, d serial);",
        "ALTER TABLE ships ADD a int; CREATE TABLE n (a int); INSERT INTO n VALUES (1);",
        "COMMENT ON TABLE ships IS '${of} {{a}} :template';",
        "DROP VIEW IF EXISTS v; CREATE VIEW v AS SELECT 1 AS a;",
        "UPDATE ships SET name = 'a' WHERE id = 5; DELETE FROM ships WHERE id IN (1, 2);",
        "UPDATE ships SET name = 'a' WHERE id > 5 AND id <= 10;",
        "UPDATE ships SET name = v.b FROM (VALUES (1, 'b')) AS v (a, b) WHERE id = v.a;",
        "DELETE FROM ships WHERE id IN (SELECT id FROM ships WHERE mass = 0 LIMIT 100);",
    ],
)
def test_what_hurts_nobody_is_left_alone(tmp_path: Path, text: str) -> None:
    assert found(tmp_path, text) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("ALTER TABLE ships ADD a positive;", "add-column-rewrite"),
        ("ALTER TABLE ships ADD a int NOT NULL;", "add-column-not-null"),
        (
            "ALTER TABLE ships ADD a text DEFAULT md5(random()::text);",
            "add-column-volatile-default",
        ),
        ("ALTER TABLE ships ADD a int CHECK (a > 0);", "constraint-without-not-valid"),
        ("ALTER TABLE ships ADD a bigint REFERENCES owners;", "add-column-references"),
        ("CREATE TABLE n (a bigint REFERENCES owners);", "new-table-foreign-key"),
        (
            "CREATE TABLE n (a bigint REFERENCES owners, b bigint REFERENCES ships);",
            "several-tables-locked",
        ),
        ("ALTER TABLE ships DROP CONSTRAINT ships_owner_id_fkey;", "drop-foreign-key"),
        ("ALTER TABLE ships ALTER mass TYPE numeric(12, 4);", "column-type-change"),
        ("ALTER TABLE ships ALTER built TYPE timestamp(0);", "column-type-change"),
        ("UPDATE ships SET name = 'a' WHERE name IS NULL;", "unbatched-write"),
        ("DELETE FROM ships WHERE true;", "unbatched-write"),
        ("ALTER TYPE mood RENAME VALUE 'a' TO 'b';", "rename-enum-value"),
        ("DROP VIEW a, b;", "drop-object"),
        ("ALTER TABLE ships ADD a int\nALTER TABLE ships ADD b int;", "syntax-error"),
        ("COMMIT; CREATE INDEX CONCURRENTLY i ON ships (name);", "transaction-in-migration"),
        ("ALTER TABLE ${schema}.ships ADD a int;", "template-placeholder"),
        ("ALTER TABLE {{ schema }}.ships ADD a int;", "template-placeholder"),
        ("SET lock_timeout = 0; ALTER TABLE ships ADD a int;", "lock-timeout-off"),
        (
            "SELECT set_config('lock_timeout', '0', true); ALTER TABLE ships ADD a int;",
            "lock-timeout-off",
        ),
        ("DROP INDEX a, b;", "drop-index-not-concurrent"),
    ],
)
def test_a_hazard_is_found_once(tmp_path: Path, text: str, expected: str) -> None:
    assert found(tmp_path, text) == [expected]


def test_a_backfill_under_the_lock_of_alter_table_is_two_mistakes(tmp_path: Path) -> None:
    text = "ALTER TABLE ships ADD a text; UPDATE ships SET a = name;"
    assert set(found(tmp_path, text)) == {"unbatched-write", "work-while-locked"}


def test_other_changes_of_the_same_table_prolong_no_lock(tmp_path: Path) -> None:
    text = (
        "ALTER TABLE ships ADD a text; ALTER TABLE ships ADD b text; COMMENT ON TABLE ships IS 'x';"
    )
    assert found(tmp_path, text) == []


def test_the_recipe_for_not_null_is_known_of_a_table_that_no_migration_makes(
    tmp_path: Path,
) -> None:
    steps = [
        "ALTER TABLE t ADD CONSTRAINT c CHECK (a IS NOT NULL) NOT VALID;",
        "ALTER TABLE t VALIDATE CONSTRAINT c;",
        "ALTER TABLE t ALTER a SET NOT NULL;",
        "ALTER TABLE t DROP CONSTRAINT c;",
    ]
    apart = "\n".join(["-- transactional: false", *steps])
    assert found(tmp_path, apart) == []
    together = found(tmp_path, "\n".join(steps))
    assert set(together) == {"validate-in-same-transaction", "set-not-null"}


def test_destruction_in_a_way_back_is_its_purpose(tmp_path: Path) -> None:
    write(
        tmp_path,
        {
            "migrations/0001_a.sql": BEFORE,
            "migrations/0002_b.sql": "CREATE VIEW v AS SELECT 1 AS a; ALTER TABLE ships ADD a int;",
            "migrations/0002_b.rollback.sql": "DROP VIEW v CASCADE; ALTER TABLE ships DROP a;",
        },
    )
    assert [one for one in rules(report(tmp_path)) if one.startswith("0002")] == []
