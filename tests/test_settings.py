"""Which option, variable or file wins: `load` is pure but for looking at folders."""

import re
from collections.abc import Mapping
from pathlib import Path

import pytest

from echoes_schema.errors import SettingsError
from echoes_schema.model import Level
from echoes_schema.settings import Settings, load
from echoes_schema.settings.linting import Exclusion, Linting

URL = "postgresql://somewhere/x"


def loaded(
    folder: Path, environment: Mapping[str, str] | None = None, *, sql: Path | None = None
) -> Settings:
    return load(environment=environment or {}, folder=folder, sql=sql)


@pytest.mark.parametrize(
    ("database", "environment", "expected"),
    [
        (URL, {"ECHOES_DATABASE_URL": "other", "PGHOST": "h"}, (URL, "--database")),
        (None, {"ECHOES_DATABASE_URL": URL, "PGHOST": "h"}, (URL, "ECHOES_DATABASE_URL")),
        (None, {"ECHOES_DATABASE_URL": "", "PGHOST": "h"}, ("", "PGHOST")),
        (None, {"PGSERVICE": "s", "PGHOST": "h"}, ("", "PGSERVICE")),
        (None, {"PGHOSTADDR": "1"}, ("", "PGHOSTADDR")),
        (None, {"PGPORT": "1"}, ("", "PGPORT")),
        (None, {"PGDATABASE": "d"}, ("", "PGDATABASE")),
        (None, {"PGUSER": "u", "PGPASSWORD": "p", "PGHOST": ""}, (None, "embedded")),
        (None, {}, (None, "embedded")),
    ],
)
def test_server_is_the_first_that_is_named(
    tmp_path: Path, database: str | None, environment: Mapping[str, str], expected: object
) -> None:
    settings = load(database=database, environment=environment, folder=tmp_path)
    assert (settings.conninfo, settings.source) == expected


@pytest.mark.parametrize("database", ["", " "])
def test_empty_database_option_is_refused(tmp_path: Path, database: str) -> None:
    """A variable that was not set must not send `down --all` to another server."""
    with pytest.raises(SettingsError, match="--database is empty"):
        load(database=database, environment={"PGHOST": "h"}, folder=tmp_path)


def test_folders_come_from_the_option_first(tmp_path: Path) -> None:
    project(tmp_path, 'sql = "sql"')
    mine = tmp_path / "mine"
    mine.mkdir()
    assert loaded(tmp_path, sql=mine).sql == mine


def test_folders_come_from_the_nearest_project(tmp_path: Path) -> None:
    project(tmp_path, 'sql = "sql"\ndocs = "docs"')
    (tmp_path / "below/deeper").mkdir(parents=True)
    settings = loaded(tmp_path / "below/deeper")
    assert (settings.sql, settings.docs) == (tmp_path / "sql", tmp_path / "docs")


def test_folders_that_nobody_names_came_with_the_package(tmp_path: Path) -> None:
    (tmp_path / "pyproject.toml").write_text('[project]\nname = "other"\n')
    settings = loaded(tmp_path)
    assert (settings.sql / "migrations").is_dir()
    assert settings.docs.name == "schema"


def test_missing_option_folder_is_refused(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match=f"--sql {tmp_path}/none: no such folder"):
        loaded(tmp_path, sql=tmp_path / "none")


WRONG = [
    ('[tool.echoes-schema]\nsqll = "sql"\nzz = 1', "has unknown keys: sqll, zz"),
    ('[tool.echoes-schema]\nsql = "none"', "sql: no folder none"),
    ("[tool.echoes-schema]\nsql = 1", "sql is not a string"),
    ("[tool.echoes-schema\n", "pyproject.toml: "),
    ('[tool]\nechoes-schema = "sql"', "echoes-schema is not a table"),
    ('sql = "\udcff"', "pyproject.toml: "),
]


@pytest.mark.parametrize(("text", "message"), WRONG)
def test_wrong_project_file_is_refused(tmp_path: Path, text: str, message: str) -> None:
    (tmp_path / "pyproject.toml").write_bytes(text.encode("utf-8", "surrogateescape"))
    with pytest.raises(SettingsError) as caught:
        loaded(tmp_path)
    assert "pyproject.toml" in caught.value.message
    assert message in caught.value.message
    assert caught.value.hint


@pytest.mark.parametrize("text", ["", "tool = 1", "[tool.other]\nsql = 1"])
def test_project_file_that_does_not_speak_of_us_is_fine(tmp_path: Path, text: str) -> None:
    (tmp_path / "pyproject.toml").write_text(text)
    assert loaded(tmp_path).sql.is_dir()


@pytest.mark.parametrize(
    ("environment", "root", "expected"),
    [
        ({"ECHOES_HOME": "/x/y"}, True, "/x/y"),
        ({"ECHOES_HOME": "/x/y"}, False, "/x/y"),
        ({}, True, "/var/lib/echoes-schema"),
        ({"XDG_DATA_HOME": "/x"}, False, "/x/echoes-schema"),
        ({"XDG_DATA_HOME": "/x"}, True, "/var/lib/echoes-schema"),
    ],
)
def test_home_of_the_server(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    environment: Mapping[str, str],
    root: bool,
    expected: str,
) -> None:
    monkeypatch.setattr("os.geteuid", lambda: 0 if root else 1000)
    assert loaded(tmp_path, environment).home == Path(expected)


def test_home_of_nobody_is_refused(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="ECHOES_HOME: ") as caught:
        loaded(tmp_path, {"ECHOES_HOME": "~nobody-of-this-name/x"})
    assert caught.value.hint


@pytest.mark.parametrize(("variable", "expected"), [("", "18"), ("16", "16"), ("/x/bin", "/x/bin")])
def test_postgres_of_the_server(tmp_path: Path, variable: str, expected: str) -> None:
    assert loaded(tmp_path, {"ECHOES_POSTGRES": variable}).postgres == expected


def project(folder: Path, table: str) -> None:
    (folder / "pyproject.toml").write_text(f"[tool.echoes-schema]\n{table}\n")
    for name in ("sql", "docs"):
        (folder / name).mkdir()


LINT = "[tool.echoes-schema.lint]\n"


def linting(tmp_path: Path, text: str) -> Linting:
    (tmp_path / "pyproject.toml").write_text(text)
    return loaded(tmp_path).linting


def test_linter_settings_are_read(tmp_path: Path) -> None:
    """Paths begin at pyproject.toml."""
    found = linting(
        tmp_path,
        '[tool.echoes-schema]\ntarget-version = "16..17"\n'
        f'{LINT}fail-on = "error"\npaths = ["sql"]\nbaseline = "known.json"\n'
        'exclude = [{ path = "old/*", reason = "ran long ago" }]\n'
        'rules = { drop-column = "off", drop-table = "error" }\n',
    )
    assert found == Linting(
        oldest=16,
        newest=17,
        levels={"drop-column": None, "drop-table": Level.ERROR},
        fail_on=Level.ERROR,
        root=tmp_path,
        paths=(tmp_path / "sql",),
        exclude=(Exclusion("old/*", "ran long ago"),),
        baseline=tmp_path / "known.json",
    )


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (f"{LINT}rule = 1\n", "unknown keys: rule"),
        (f'{LINT}fail-on = "off"\n', "fail-on off"),
        (f'{LINT}rules = {{ drop-column = "maybe" }}\n', "drop-column = maybe"),
        (f'{LINT}rules = "off"\n', "rules is not a table"),
        (f'{LINT}paths = "sql"\n', "paths is not a list"),
        (f"{LINT}paths = [1]\n", "paths is not a string"),
        (f'{LINT}exclude = ["a"]\n', "not a path with its reason"),
        (f'{LINT}exclude = [{{ path = "a", reason = "" }}]\n', "reason is not a string"),
        (f"{LINT}baseline = 1\n", "baseline is not a string"),
        ('[tool.echoes-schema]\nlint = "on"\n', "is not a table"),
        ('[tool.echoes-schema]\ntarget-version = "14"\n', "not a range of versions"),
        ('[tool.echoes-schema]\ntarget-version = "18..15"\n', "not a range of versions"),
        ("[tool.echoes-schema]\ntarget-version = 18\n", "not a range of versions"),
    ],
)
def test_impossible_linter_settings_are_refused(tmp_path: Path, text: str, said: str) -> None:
    with pytest.raises(SettingsError, match=re.escape(said)):
        linting(tmp_path, text)
