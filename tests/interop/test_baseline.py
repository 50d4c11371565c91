"""A baseline of each tool's folder: no history of theirs is needed."""

from pathlib import Path

import pytest

from echoes_schema import baseline, database
from echoes_schema.baseline import Options
from echoes_schema.scratch import Where
from tests.interop.foreign import FILES, NAMES, Fleet


@pytest.mark.parametrize("layout", sorted(FILES))
def test_baseline_of_another_layout(fleet: Fleet, tmp_path: Path, layout: str) -> None:
    fleet = fleet.of(layout)
    fleet.connection.execute("CREATE TABLE a (); CREATE TABLE b ()")
    options = Options(Where(None, tmp_path, "18"), layout=layout)
    with database.connect(fleet.url) as connection:
        recorded = baseline.record(connection, fleet.path, options).recorded
    assert tuple(one.id for one in recorded) == NAMES[layout]
    assert (fleet.up(), fleet.down(steps=2)) == ([], list(reversed(NAMES[layout])))
