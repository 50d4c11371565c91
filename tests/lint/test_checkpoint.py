"""What is remembered of the migrations before changes no verdict, whatever has become of them."""

from dataclasses import replace
from pathlib import Path

import pytest

from echoes_schema.cache import Cache
from echoes_schema.lint import Choice, catalogue, checkpoint, folder
from echoes_schema.lint.judge import Judge
from echoes_schema.model import Report
from echoes_schema.replay import Replayed, stored
from echoes_schema.settings.linting import Linting
from tests.harness.schema import ROOT
from tests.lint.project import report, rules, write
from tests.rules.examples import CASES, Case
from tests.rules.examples import write as write_example

LAST = "migrations/0100_last.sql"
FOUND = ["0100_last.sql:1 column-type-change"]
BEFORE = {
    f"migrations/{number:04}_a.sql": f"CREATE TABLE t{number} (a varchar(5));\n"
    for number in range(1, checkpoint.STRIDE * 2 + 6)
}
FIRST = next(iter(BEFORE))


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    last = {LAST: "ALTER TABLE t1 ALTER a TYPE varchar(9);\n"}
    return write(tmp_path / "sql", {**BEFORE, **last})


def judged(project: Path) -> list[str]:
    return rules(remembering(project))


def remembering(project: Path) -> Report:
    return report(project, LAST, choice=Choice(remembers=True))


def kept(project: Path) -> list[Path]:
    return [path for path in (project.parent / "cache").rglob("*") if path.is_file()]


def replayed(path: Path) -> Replayed:
    judge = Judge(catalogue.chosen(Linting()), Linting())
    for one in folder.read(path, "echoes"):
        judge.skip(one)
    return judge.schema


def parts(schema: Replayed) -> tuple[object, ...]:
    """Return all that a schema answers, and in which order."""
    tables = list(schema.tables.values())
    hanging = [(schema.referencing(one), schema.partitions(one)) for one in tables]
    others = (schema.enums, schema.functions, schema.domains)
    return (tables, hanging, *(list(one.items()) for one in others))


@pytest.mark.parametrize("case", CASES, ids=str)
def test_schema_comes_back_as_it_was(case: Case, tmp_path: Path) -> None:
    schema = replayed(write_example(case, tmp_path))
    assert parts(stored.loads(stored.dumps(schema))) == parts(schema)


def test_our_own_schema_comes_back_as_it_was() -> None:
    schema = replayed(ROOT / "sql")
    assert len(schema.tables) > 10
    assert parts(stored.loads(stored.dumps(schema))) == parts(schema)


def test_second_run_says_what_the_first_one_did(project: Path) -> None:
    alone = report(project, LAST)
    assert [remembering(project), remembering(project)] == [alone, alone]
    assert len(kept(project)) == 1


def test_what_was_kept_is_where_the_next_run_begins(project: Path) -> None:
    """A schema that is another one shows it: there the type before is unknown."""
    remembering(project)
    assert judged(project) == []
    before = folder.read(project, "echoes")[: checkpoint.STRIDE * 2]
    checkpoint.keep(
        before, checkpoint.Checkpoint(), Cache(project.parent / "cache/echoes-schema/lint")
    )
    assert judged(project) == FOUND


def test_more_migrations_begin_where_the_others_ended(project: Path) -> None:
    remembering(project)
    [first] = kept(project)
    more = {
        f"migrations/{number:04}_b.sql": "SELECT 1;\n"
        for number in range(50, 50 + checkpoint.STRIDE)
    }
    write(project, more)
    first.touch()
    assert judged(project) == []
    assert len(kept(project)) == 2


@pytest.mark.parametrize(
    "changed",
    [
        {FIRST: BEFORE[FIRST].replace("varchar", "decimal")},
        {FIRST: "-- depends:\n\nCREATE TABLE t1 (a int);\n"},
        {"migrations/0002_a.sql": "DROP TABLE t1;\nCREATE TABLE t1 (a int);\n"},
    ],
)
def test_changed_migration_is_replayed(project: Path, changed: dict[str, str]) -> None:
    assert judged(project) == []
    write(project, changed)
    assert judged(project) == FOUND


def test_mode_of_a_migration_counts(project: Path) -> None:
    """The texts are the same; what an enum's new label may be used for is not."""
    first, *others = folder.read(project, "echoes")[: checkpoint.STRIDE]
    assert first.up
    scripts = (
        first.up,
        replace(first.up, is_transactional=not first.up.is_transactional),
        replace(first.up, has_runner=not first.up.has_runner),
    )
    keys = [checkpoint.keys([replace(first, up=one), *others]) for one in scripts]
    assert len({key for [(_, key)] in keys}) == 3


@pytest.mark.parametrize("damage", ["x", "", "[]\n[]"])
def test_damage_and_a_folder_that_is_none_change_nothing(project: Path, damage: str) -> None:
    remembering(project)
    for path in kept(project):
        path.write_text(damage)
    assert judged(project) == []
    for path in kept(project):
        path.unlink()
        path.parent.rmdir()
        path.parent.write_text("no folder")
    assert judged(project) == []


def test_few_migrations_are_sooner_replayed(project: Path) -> None:
    for name in list(BEFORE)[checkpoint.STRIDE - 1 :]:
        (project / name).unlink()
    assert judged(project) == []
    assert kept(project) == []
