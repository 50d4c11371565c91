"""`check --self-test` proves that the check sees, and says where it does not."""

import json
from collections.abc import Callable
from pathlib import Path

import psycopg
import pytest

from echoes_schema import catalog, selftest
from echoes_schema.ignores import Ignore
from echoes_schema.schema import Schema
from tests.harness.program import Run

Url = Callable[[psycopg.Connection], str]
# Others cannot be changed in a throw-away database.
NOT_INJECTED = {"extension", "role", "security label", "subscription"}


def test_every_kind_is_changed_and_seen(empty: psycopg.Connection) -> None:
    report = selftest.run(empty)
    assert report.findings == ()
    assert set(report.uncompared) == NOT_INJECTED
    kinds = {other.kind for other in catalog.read(empty).others}
    told = {one.kind for one in selftest.injections()}
    assert kinds <= told
    assert report.checked == {"changes": len(told)}


def test_kind_that_is_not_read_is_missed(
    empty: psycopg.Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = catalog.read

    def blind(connection: psycopg.Connection) -> Schema:
        schema = whole(connection)
        others = tuple(one for one in schema.others if one.kind != "policy")
        return Schema(schema.tables, schema.views, schema.functions, others, schema.owner)

    monkeypatch.setattr(catalog, "read", blind)
    (missed,) = selftest.run(empty).findings
    assert missed.object == "policy own on table echoes_selftest.t"
    assert "ALTER POLICY own" in missed.message


def test_entry_of_ignore_that_hides_a_change_is_named(empty: psycopg.Connection) -> None:
    report = selftest.run(empty, (Ignore("index *", "made by hand", path="f"),))
    (missed,) = report.findings
    assert missed.object == "index echoes_selftest.t_name"
    assert missed.hint == "An entry of ignore is too wide: made by hand."


def test_role_that_may_not_make_a_kind_is_told(empty: psycopg.Connection) -> None:
    role = f"maker_{empty.info.dbname}"
    empty.execute(
        f'CREATE ROLE "{role}"; GRANT CREATE ON DATABASE "{empty.info.dbname}" TO "{role}"'.encode()
    )
    empty.execute(f'SET ROLE "{role}"'.encode())
    try:
        report = selftest.run(empty)
    finally:
        empty.execute("RESET ROLE")
        empty.execute(f'DROP OWNED BY "{role}" CASCADE; DROP ROLE "{role}"'.encode())
    assert report.findings == ()
    assert "ermission" in report.uncompared["event trigger"][0]
    assert report.checked["changes"] > 20


def test_command_changes_a_copy_alone(
    migrated: psycopg.Connection, run: Run, url: Url, tmp_path: Path
) -> None:
    before = catalog.read(migrated)
    done = run("check", "--self-test", database=url(migrated))
    assert done.returncode == 0, done.stdout + done.stderr
    assert "0 findings in 42 changes" in done.stdout
    assert catalog.read(migrated) == before
    entry = '[[tool.echoes-schema.ignore]]\nobject = "view *"\nreason = "known"\n'
    (tmp_path / "pyproject.toml").write_text(entry, "utf-8")
    done = run("check", "--self-test", "--format", "json", database=url(migrated), cwd=tmp_path)
    assert done.returncode == 1
    (missed,) = json.loads(done.stdout)["findings"]
    assert missed["object"] == "view echoes_selftest.v"
