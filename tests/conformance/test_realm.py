"""Hundreds of single changes, on objects of every kind: each is found, in the docs' eyes too."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import psycopg
import pytest
from psycopg import sql

from echoes_schema import catalog, dictionary
from echoes_schema.compare import between, compare
from echoes_schema.schema import Schema

HERE = Path(__file__).parent
TITLE = re.compile(r"-- (.+?)(?: \[(\d+)\])?\Z")


@dataclass(frozen=True)
class Change:
    """One change: the findings it must give, and the first major version that knows it."""

    statements: str
    expected: list[str]
    since: int


def changes() -> dict[str, Change]:
    """Return the changes of rare_facts.sql by name."""
    found = {}
    blocks = (HERE / "rare_facts.sql").read_text("utf-8").split("\n\n")[1:]
    for first, *rest in (block.strip().splitlines() for block in blocks):
        title = TITLE.match(first)
        assert title, first
        expected = [line.removeprefix("-- ") for line in rest if line.startswith("-- ")]
        statements = "\n".join(line for line in rest if not line.startswith("-- "))
        found[title[1]] = Change(statements, sorted(expected), int(title[2] or 0))
    return found


CHANGES = changes()


@dataclass(frozen=True)
class Realm:
    """The database that is copied for each change, as it is, and as its pages tell of it."""

    server: psycopg.Connection
    name: str
    schema: Schema
    documented: Schema


@pytest.fixture(scope="module")
def realm(postgres: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Realm]:
    """Return the database of realm.sql, nobody connected to it."""
    folder = tmp_path_factory.mktemp("docs")
    name = f"realm_{folder.parent.name.replace('-', '_')}_{id(folder)}"
    with psycopg.connect(postgres, dbname="postgres", autocommit=True) as server:
        server.execute(
            sql.SQL("CREATE DATABASE {} TEMPLATE template0").format(sql.Identifier(name))
        )
        with psycopg.connect(postgres, dbname=name, autocommit=True) as connection:
            connection.execute((HERE / "realm.sql").read_bytes())
            schema = catalog.read(connection)
        (folder / "page.md").write_text(dictionary.write(schema, "Realm"), "utf-8")
        documented = dictionary.read(folder, server.info.server_version).schema
        yield Realm(server, name, schema, documented)
        server.execute(sql.SQL("DROP DATABASE {}").format(sql.Identifier(name)))


@pytest.fixture
def copy(realm: Realm, postgres: str) -> Iterator[psycopg.Connection]:
    """Return a connection to a copy of the database."""
    name = sql.Identifier(f"{realm.name}_copy")
    create = sql.SQL("CREATE DATABASE {} TEMPLATE {}").format(name, sql.Identifier(realm.name))
    realm.server.execute(create)
    try:
        with psycopg.connect(
            postgres, dbname=f"{realm.name}_copy", autocommit=True, client_encoding="UTF8"
        ) as connection:
            yield connection
    finally:
        realm.server.execute(sql.SQL("DROP DATABASE {}").format(name))


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_change_is_found(realm: Realm, copy: psycopg.Connection, change: Change) -> None:
    if copy.info.server_version < change.since * 10000:
        pytest.skip(f"PostgreSQL {change.since} and later")
    copy.execute(change.statements.encode())
    live = catalog.read(copy)
    found = compare(realm.schema, live, wording=between("A", "B"))
    assert sorted(f"{one.rule}: {one.object}" for one in found) == change.expected
    told = compare(realm.documented, live)
    assert sorted(f"{one.rule}: {one.object}" for one in told) == sorted(
        one.replace("extra-", "undocumented-", 1) for one in change.expected
    )


def test_nothing_changed_is_nothing_found(realm: Realm, copy: psycopg.Connection) -> None:
    live = catalog.read(copy)
    assert live == realm.schema
    assert compare(realm.documented, live) == ()
