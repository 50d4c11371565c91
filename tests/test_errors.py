"""Errors for users, and how they name a place."""

from pathlib import Path

import pytest

from echoes_schema import errors
from echoes_schema.errors import EchoesError, place

KINDS = [errors.SettingsError, errors.ServerError, errors.FileError, errors.MigrationError]


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_is_an_echoes_error_with_message_and_hint(kind: type[EchoesError]) -> None:
    error = kind("it is wrong", "Do this.")
    assert isinstance(error, EchoesError)
    assert (error.message, error.hint, str(error)) == ("it is wrong", "Do this.", "it is wrong")


def test_hint_may_be_missing() -> None:
    assert EchoesError("it is wrong").hint == ""


def test_docstring_draws_every_kind() -> None:
    assert [kind.__name__ in str(errors.__doc__) for kind in KINDS] == [True] * 4


@pytest.mark.parametrize(
    ("line", "column", "expected"), [(0, 0, "a.sql"), (3, 0, "a.sql:3"), (3, 7, "a.sql:3:7")]
)
def test_place_has_what_is_known(line: int, column: int, expected: str) -> None:
    assert place(Path("a.sql"), line, column) == expected


def test_place_is_relative_below_the_current_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert place(tmp_path / "b" / "a.sql", 1) == "b/a.sql:1"
    assert place(tmp_path.parent / "a.sql") == str(tmp_path.parent / "a.sql")
