"""A database that was dumped and loaded again is the same."""

import subprocess
from collections.abc import Callable

import psycopg
import pytest

from echoes_schema import catalog
from echoes_schema.compare import between, compare
from tests.conformance.conftest import HERE, dump_program


@pytest.mark.parametrize("name", ["estate.sql", "everything.sql", "realm.sql", "spellings.sql"])
def test_dump_and_reload_is_no_difference(
    empty: psycopg.Connection,
    other: psycopg.Connection,
    url: Callable[[psycopg.Connection], str],
    name: str,
) -> None:
    program = dump_program(empty)
    empty.execute((HERE / name).read_bytes())
    dump = [program, "--schema-only", "--dbname", url(empty)]
    dumped = subprocess.run(dump, capture_output=True, check=True).stdout
    # psql's own commands, such as \restrict of recent versions.
    lines = [line for line in dumped.split(b"\n") if not line.startswith(b"\\")]
    other.execute(b"\n".join(lines))
    assert compare(catalog.read(empty), catalog.read(other), wording=between("A", "B")) == ()
