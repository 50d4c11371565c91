"""What a statement locks by its text is what it locks on the server."""

import psycopg
import pytest

from tests.locks import cases

ALL = cases.read()
# Where the text cannot tell, and no schema would help it.
BEYOND_THE_TEXT = {
    "ADD COLUMN with nextval() as default": "a sequence inside an expression",
    "INSERT into a table with a foreign key": "the foreign key's own query",
    "INSERT into a partitioned table": "the row's place",
    "CREATE INDEX IF NOT EXISTS, and it exists": "it is taken to find work",
    "DROP TRIGGER IF EXISTS, and there is none": "it is taken to find work",
    "ADD UNIQUE of a partitioned table": "PostgreSQL 18 locks the partitions harder",
    "ADD GENERATED AS IDENTITY of a partitioned table": "PostgreSQL 17 began with partitions",
    "GRANT": "PostgreSQL 18 began to lock",
    "REVOKE": "PostgreSQL 18 began to lock",
}


@pytest.mark.parametrize("case", ALL, ids=lambda case: case.id)
def test_text_and_server_say_what_the_case_says(
    stage: psycopg.Connection, case: cases.Case
) -> None:
    if not case.least <= stage.info.server_version // 10000 <= case.most:
        pytest.skip(f"for PostgreSQL {case.least} to {case.most}")
    assert cases.outcome(stage, case.sql) == case.lines


def test_text_is_wrong_only_where_it_is_known_to_be() -> None:
    wrong = {case.title for case in ALL if any("!" in line for line in case.lines)}
    assert wrong == BEYOND_THE_TEXT.keys()


def test_titles_are_unique_for_a_version() -> None:
    seen = [(case.title, case.family, case.least, case.most) for case in ALL]
    assert len(seen) == len(set(seen))


def test_there_are_hundreds_of_cases() -> None:
    assert len(ALL) > 300
