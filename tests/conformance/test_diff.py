"""`diff` and `snapshot`: two schemas held against each other, wherever they come from."""

import json
from collections.abc import Callable
from pathlib import Path

import psycopg
import pytest

from echoes_schema import catalog, sides, snapshot
from echoes_schema.compare import compare
from echoes_schema.errors import FileError, SettingsError
from echoes_schema.schema import Schema, View
from echoes_schema.scratch import Where
from tests.conformance.conftest import DOCS, HERE
from tests.harness.program import Run

# Nothing is built there.
NOWHERE = sides.Means(Where("host=/nowhere", Path("/nowhere"), "18"))
Url = Callable[[psycopg.Connection], str]


@pytest.fixture
def saved(migrated: psycopg.Connection, run: Run, url: Url, tmp_path: Path) -> Path:
    """Return the snapshot of the migrated database, made by the program."""
    path = tmp_path / "saved.json"
    run("snapshot", "--output", str(path), database=url(migrated)).check_returncode()
    return path


@pytest.mark.parametrize("name", ["estate.sql", "everything.sql"])
def test_snapshot_is_read_back_as_it_was(
    empty: psycopg.Connection, tmp_path: Path, name: str
) -> None:
    empty.execute((HERE / name).read_bytes())
    taken = sides.take(empty)
    path = tmp_path / "saved.json"
    path.write_text(snapshot.write(taken), "utf-8")
    assert snapshot.read(path) == taken
    assert taken.schema == catalog.read(empty)


def test_equal_databases_give_the_same_bytes(
    migrated: psycopg.Connection, seeded: psycopg.Connection, saved: Path
) -> None:
    assert snapshot.write(sides.take(seeded)) == saved.read_text("utf-8")


def test_url_snapshot_and_documentation_are_the_same(
    migrated: psycopg.Connection, url: Url, saved: Path
) -> None:
    named = [url(migrated), str(saved), str(DOCS)]
    for one in named:
        for other in named:
            assert sides.diff(*sides.read(one, other, NOWHERE)).findings == ()


def test_diff_groups_what_differs_by_object(
    migrated: psycopg.Connection, run: Run, url: Url, saved: Path
) -> None:
    migrated.execute("ALTER TABLE users ADD nick text; DROP INDEX uq_users_email_lower")
    migrated.execute("ALTER TABLE users SET (fillfactor = 70)")
    done = run("diff", str(saved), url(migrated))
    assert done.returncode == 1
    assert done.stdout.splitlines()[:-1] == [
        "table users",
        "  extra: column users.nick: the column is in B, but not in A [extra-column]",
        "  missing: index uq_users_email_lower: the index is in A, but not in B [missing-index]",
        "  different: options is `fillfactor=70`, in A it is none [changed-options]",
    ]


def test_diff_shows_both_sides_in_json(
    migrated: psycopg.Connection, run: Run, url: Url, saved: Path
) -> None:
    migrated.execute("ALTER TABLE characters ALTER wallet_balance SET DEFAULT 5")
    done = run("diff", str(saved), url(migrated), "--format", "json")
    (finding,) = json.loads(done.stdout)["findings"]
    assert finding["rule"] == "changed-default"
    assert (finding["expected"], finding["actual"]) == ("0", "5")
    assert finding["within"] == "table characters"


@pytest.mark.parametrize("blank", [" ", "_"])
def test_of_long_texts_the_first_difference_is_shown(
    migrated: psycopg.Connection, run: Run, url: Url, saved: Path, blank: str
) -> None:
    def made(word: str) -> str:
        return ", ".join(f"'number{blank}{place}'" for place in range(999)).replace("700", word)

    migrated.execute(f"CREATE TYPE long AS ENUM ({made('700')})")
    taken = saved.with_name("long.json")
    run("snapshot", "--output", str(taken), database=url(migrated)).check_returncode()
    migrated.execute(f"DROP TYPE long; CREATE TYPE long AS ENUM ({made('seven')})")
    done = run("diff", str(taken), url(migrated))
    [line] = [line for line in done.stdout.splitlines() if "labels is" in line]
    assert f"number{blank}seven" in line
    assert f"number{blank}700" in line
    assert f"number{blank}699" in line
    assert len(line) < 500


def test_long_word_is_cut_where_it_begins_to_differ() -> None:
    one, other = (View("v", (), "a" * 300 + end) for end in ("b" * 300, "c"))
    (found,) = compare(Schema(views=(one,)), Schema(views=(other,)))
    assert "a" * 40 + "b" * 120 + " …`" in found.message
    assert "a" * 40 + "c`" in found.message


def test_ignored_findings_are_counted_and_tell_why(
    migrated: psycopg.Connection, run: Run, url: Url, saved: Path, tmp_path: Path
) -> None:
    migrated.execute("CREATE TABLE tmp_one (id integer); CREATE TABLE kept_two (id integer)")
    (tmp_path / "pyproject.toml").write_text(
        '[[tool.echoes-schema.ignore]]\nobject = "table tmp_*"\nreason = "made by the import"\n',
        "utf-8",
    )
    arguments = ("diff", str(saved), url(migrated), "--ignore", "table kept*", "--format", "json")
    done = run(*arguments, cwd=tmp_path)
    findings = json.loads(done.stdout)["findings"]
    assert done.returncode == 0
    assert {one["object"]: one["allowed"] for one in findings} == {
        "table tmp_one": "made by the import",
        "table kept_two": "--ignore",
    }


def test_ignored_objects_need_a_reason(run: Run, tmp_path: Path) -> None:
    text = '[[tool.echoes-schema.ignore]]\nobject = "table tmp_*"\n'
    (tmp_path / "pyproject.toml").write_text(text, "utf-8")
    done = run("status", cwd=tmp_path)
    assert done.returncode == 2
    assert "needs an object and a reason" in done.stderr


@pytest.mark.parametrize(
    "content",
    [
        "",
        "[]",
        pytest.param("[" * 200_000, id="deep"),
        '{"version": 2}',
        '{"version": 1, "postgres": 18, "schema": {"tables": [{"columns": []}]}}',
        '{"version": 1, "postgres": 18, "schema": {"tables": "users"}}',
        '{"version": 1, "postgres": 18, "schema": {"new": []}}',
    ],
)
def test_what_is_no_snapshot_is_refused(tmp_path: Path, content: str) -> None:
    path = tmp_path / "saved.json"
    path.write_text(content, "utf-8")
    with pytest.raises(FileError):
        snapshot.read(path)


def test_what_names_nothing_is_refused() -> None:
    with pytest.raises(SettingsError, match="no database, file or folder"):
        sides.read("nowhere", "nothing", NOWHERE)


def test_fact_that_an_older_snapshot_does_not_know_is_not_compared(
    empty: psycopg.Connection, run: Run, url: Url, tmp_path: Path
) -> None:
    empty.execute(
        "CREATE TABLE t (id integer); CREATE TABLE u (id integer) WITH (fillfactor = 70);"
        "CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NULL; END';"
        "CREATE CONSTRAINT TRIGGER g AFTER INSERT ON t FROM u FOR EACH ROW EXECUTE FUNCTION f()"
    )
    content = json.loads(snapshot.write(sides.take(empty)))
    older = tmp_path / "older.json"
    content["knows"].remove("Trigger.referenced")
    del content["schema"]["tables"][0]["triggers"][0]["referenced"]
    older.write_text(json.dumps(content), "utf-8")
    for pair in ((str(older), url(empty)), (url(empty), str(older))):
        done = run("diff", *pair)
        assert done.returncode == 0, done.stdout
        told = "not compared: fact that a snapshot is too old for: Trigger.referenced\n"
        assert done.stdout.startswith(told)
    content["knows"].append("Trigger.referenced")
    older.write_text(json.dumps(content), "utf-8")
    assert run("diff", str(older), url(empty)).returncode == 1
