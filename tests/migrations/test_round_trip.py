"""Our own migrations go up, down and up again, and the catalogue is the same at every step."""

import pytest

from echoes_schema.migrations import folder
from echoes_schema.migrations.runner import Options
from tests.harness.schema import SQL
from tests.migrations import snapshot
from tests.migrations.project import Project

NAMES = [str(migration.id) for migration in folder.read(SQL).migrations]
Snapshot = dict[tuple[str, str], str]


@pytest.fixture
def ours(project: Project) -> Project:
    """Return a project over sql/ itself."""
    return Project(SQL, project.url, project.connection)


def test_up_down_up_gives_the_same_catalogue_migration_by_migration(ours: Project) -> None:
    steps = [snapshot.take(ours.connection)]
    for name in NAMES:
        assert ours.up(Options(steps=1)) == [name]
        steps.append(snapshot.take(ours.connection))
    for place in reversed(range(len(NAMES))):
        assert ours.down() == [NAMES[place]]
        assert_same(snapshot.take(ours.connection), steps[place], NAMES[place])
    assert ours.up() == NAMES
    assert_same(snapshot.take(ours.connection), steps[-1], "up")


def test_every_migration_changes_the_catalogue(ours: Project) -> None:
    before = snapshot.take(ours.connection)
    for name in NAMES:
        ours.up(Options(steps=1))
        after = snapshot.take(ours.connection)
        assert after != before, name
        before = after


def test_down_all_leaves_nothing_behind(ours: Project) -> None:
    before = snapshot.take(ours.connection)
    ours.up()
    assert ours.down(Options(steps=len(NAMES))) == NAMES[::-1]
    assert_same(snapshot.take(ours.connection), before, "down --all")
    assert ours.history() == []


def test_every_migration_of_ours_has_a_way_back(ours: Project) -> None:
    ours.up()
    assert not [line for line in ours.said if "warning" in line]


def assert_same(found: Snapshot, expected: Snapshot, where: str) -> None:
    left = {key: text for key, text in found.items() if expected.get(key) != text}
    gone = {key: text for key, text in expected.items() if found.get(key) != text}
    assert (left, gone) == ({}, {}), where
