"""What a finding advises is something that PostgreSQL takes."""

from pathlib import Path

import psycopg
import pytest

from tests.lint.project import only, report, write

BEFORE = """\
CREATE TABLE owners (id bigint PRIMARY KEY);
CREATE TABLE ships (id bigint PRIMARY KEY, number bigint);
CREATE DOMAIN mass AS int;
CREATE TABLE loads (id bigint PRIMARY KEY, mass mass);
INSERT INTO loads VALUES (1, NULL);
CREATE TABLE flights (id bigint, day date, owner_id bigint) PARTITION BY RANGE (day);
"""
CASES = {
    "index of a constraint": (
        "DROP INDEX ships_pkey;",
        "drop-index-not-concurrent",
        "DROP CONSTRAINT",
        "ALTER TABLE ships DROP CONSTRAINT ships_pkey;",
    ),
    "domain that may be NULL no more": (
        "ALTER DOMAIN mass SET NOT NULL;",
        "domain-check",
        "CHECK (value IS NOT NULL) NOT VALID",
        "ALTER DOMAIN mass ADD CHECK (value IS NOT NULL) NOT VALID;",
    ),
    "foreign key of a partitioned table": (
        "ALTER TABLE flights ADD FOREIGN KEY (owner_id) REFERENCES owners;",
        "constraint-without-not-valid",
        "choose a quiet hour",
        "ALTER TABLE flights ADD FOREIGN KEY (owner_id) REFERENCES owners;",
    ),
}


@pytest.mark.parametrize("case", CASES.values(), ids=CASES)
def test_advice_is_taken_by_postgresql(
    tmp_path: Path, empty: psycopg.Connection, case: tuple[str, str, str, str]
) -> None:
    text, rule, words, advised = case
    write(tmp_path, {"migrations/0001_a.sql": BEFORE, "migrations/0002_b.sql": text})
    found = only(report(tmp_path), rule)
    assert words in found.hint
    empty.execute(BEFORE.encode())
    empty.execute(advised.encode())


def test_check_of_a_column_that_may_be_null_proves_nothing_without_saying_so(
    empty: psycopg.Connection,
) -> None:
    """The advice of attach-partition-scan names IS NOT NULL: without it every row is read."""
    empty.execute(BEFORE.encode())
    read = []
    for year, proved in (
        (2025, "day < '2026-01-01'"),
        (2026, "day < '2027-01-01' AND day IS NOT NULL"),
    ):
        name, bounds = f"flights_{year}", f"day >= '{year}-01-01' AND {proved}"
        empty.execute(f"CREATE TABLE {name} (LIKE flights, CHECK ({bounds}))".encode())
        with empty.transaction():
            empty.execute(
                f"ALTER TABLE flights ATTACH PARTITION {name} "
                f"FOR VALUES FROM ('{year}-01-01') TO ('{year + 1}-01-01')".encode()
            )
            row = empty.execute(
                "SELECT seq_scan FROM pg_stat_xact_user_tables WHERE relname = %s", (name,)
            ).fetchone()
            read.append(row and row[0])
    assert read == [1, 0]
