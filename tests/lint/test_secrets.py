"""No output shows a password."""

from pathlib import Path

import pytest

from echoes_schema.render.findings import render
from tests.lint.project import report, write

CASES = [
    "CREATE ROLE r SUPERUSER PASSWORD 'hunter2';",
    "CREATE ROLE r PASSWORD\n  -- so it is\n  E'hunter2';",
    "ALTER ROLE r ENCRYPTED PASSWORD $x$hunter2$x$;",
    "CREATE ROLE r PASSWORD 'hunter2",
    "CREATE ROLE r PASSWORD = 'hunter2';",
    "CREATE SUBSCRIPTION s CONNECTION 'host=a password=hunter2 user=b' PUBLICATION p;",
    "CREATE SUBSCRIPTION s CONNECTION 'postgresql://b:hunter2@a/c' PUBLICATION p;",
    "CREATE USER MAPPING FOR r SERVER s OPTIONS (password 'hunter2');",
    "DO $$ BEGIN CREATE ROLE r SUPERUSER PASSWORD 'hunter2'; END $$;",
    "DO $$ BEGIN EXECUTE 'CREATE ROLE r SUPERUSER PASSWORD ''hunter2'''; END $$;",
]


@pytest.mark.parametrize("form", ["text", "json", "sarif", "junit", "github", "gitlab"])
@pytest.mark.parametrize("text", CASES)
def test_no_format_shows_a_password(text: str, form: str, tmp_path: Path) -> None:
    """Neither as what was found, nor in the line that another finding is in."""
    found = report(write(tmp_path, {"a.sql": text}), "a.sql")
    assert found.findings
    assert "hunter2" not in render(found, form)


def test_the_rest_of_the_line_is_shown(tmp_path: Path) -> None:
    text = "CREATE ROLE r SUPERUSER PASSWORD 'hunter2' LOGIN;"
    found = report(write(tmp_path, {"a.sql": text}), "a.sql")
    shown = "CREATE ROLE r SUPERUSER PASSWORD ********* LOGIN;"
    assert {one.source for one in found.findings} == {shown}
