"""A server refuses what is newer than itself: what came when is what the servers say."""

from typing import LiteralString

import psycopg
import pytest

from echoes_schema.parser import statements, versions

BEFORE = """
CREATE TABLE ships (id bigint PRIMARY KEY, mass int, made int GENERATED ALWAYS AS (1) STORED);
CREATE TABLE modules (id bigint, span int4range);
CREATE TABLE days (id bigint, at date) PARTITION BY RANGE (at);
ALTER TABLE ships ADD CONSTRAINT own FOREIGN KEY (id) REFERENCES ships (id);
CREATE ROLE newer_one; CREATE ROLE newer_two;
"""
CASES: dict[LiteralString, int] = {
    "ALTER TABLE ships ADD b int GENERATED ALWAYS AS (mass) VIRTUAL": 18,
    "ALTER TABLE ships ADD b int GENERATED ALWAYS AS (mass)": 18,
    "ALTER TABLE ships ADD b int GENERATED ALWAYS AS (mass) STORED": 15,
    "ALTER TABLE ships ADD CONSTRAINT c NOT NULL mass NOT VALID": 18,
    "ALTER TABLE ships ADD b int CONSTRAINT c NOT NULL DEFAULT 1": 15,
    "ALTER TABLE ships ADD CHECK (mass > 0) NOT ENFORCED": 18,
    "CREATE TABLE a (b int CHECK (b > 0) NOT ENFORCED)": 18,
    "CREATE TABLE a (b int CHECK (b > 0), CHECK (b < 9))": 15,
    "ALTER TABLE ships ALTER CONSTRAINT own NOT ENFORCED": 18,
    "ALTER TABLE ships ALTER CONSTRAINT own DEFERRABLE": 15,
    "CREATE TABLE a (b int4range, c int4range, PRIMARY KEY (c, b WITHOUT OVERLAPS))": 18,
    "MERGE INTO ships s USING modules m ON s.id = m.id WHEN MATCHED THEN DELETE": 15,
    "MERGE INTO ships s USING modules m ON s.id = m.id WHEN MATCHED THEN DELETE RETURNING s.id": 17,
    "MERGE INTO ships s USING modules m ON s.id = m.id WHEN NOT MATCHED BY SOURCE THEN DELETE": 17,
    "ALTER TABLE ships ALTER made SET EXPRESSION AS (2)": 17,
    "ALTER TABLE ships ALTER mass SET STATISTICS DEFAULT": 17,
    "ALTER TABLE ships ALTER mass SET STATISTICS 10": 15,
    "ALTER TABLE ships SET ACCESS METHOD DEFAULT": 17,
    "SELECT * FROM JSON_TABLE('{}'::jsonb, '$' COLUMNS (a int PATH '$.a')) AS t": 17,
    "SELECT JSON_VALUE('{}'::jsonb, '$.a')": 17,
    "SELECT JSON_SCALAR(1)": 17,
    "SELECT JSON_OBJECT('a': 1)": 16,
    "SELECT JSON_ARRAY(1)": 16,
    "SELECT '{}' IS JSON": 16,
    "SELECT * FROM (SELECT 1)": 16,
    "SELECT * FROM (SELECT 1) AS a": 15,
    "SELECT * FROM (SELECT 1) a, (VALUES (1)) b": 15,
    "SELECT 1_000": 16,
    "SELECT 0x1F": 16,
    "SELECT 'a1_0 0x1'": 15,
    "SELECT uuidv7()": 18,
    "SELECT uuidv4()": 18,
    "SELECT to_bin(1)": 17,
    "SELECT random_normal()": 16,
    "SELECT any_value(1)": 16,
    "SELECT array_shuffle(ARRAY[1])": 16,
    "SELECT array_sort(ARRAY[1])": 18,
    "SELECT casefold('A')": 18,
    "SELECT gamma(1)": 18,
    "SELECT crc32('')": 18,
    "SELECT pg_input_is_valid('1', 'int')": 16,
    "SELECT SYSTEM_USER": 16,
    "CREATE TABLE a (b text STORAGE external)": 16,
    "CREATE STATISTICS ON id, mass FROM ships": 16,
    "GRANT newer_one TO newer_two WITH INHERIT TRUE": 16,
    "GRANT newer_one TO newer_two WITH ADMIN OPTION": 15,
    "GRANT MAINTAIN ON ships TO newer_one": 17,
    "UPDATE ships SET mass = 1 RETURNING old.mass": 18,
    "UPDATE ships SET mass = 1 RETURNING ships.mass": 15,
    "CREATE TABLE a (b int UNIQUE NULLS NOT DISTINCT)": 15,
}


@pytest.mark.parametrize(("text", "version"), CASES.items())
def test_server_takes_it_from_that_version_on(
    text: LiteralString, version: int, empty: psycopg.Connection
) -> None:
    [statement] = statements.parsed(text)
    found = max((one.version for one in versions.novelties(statement)), default=15)
    with empty.transaction(force_rollback=True):
        empty.execute(BEFORE)
        try:
            empty.execute(text)
        except psycopg.Error:
            is_taken = False
        else:
            is_taken = True
    assert (found, is_taken) == (version, empty.info.server_version // 10000 >= version)
