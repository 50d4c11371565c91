"""Options, environment and pyproject.toml, put together into one frozen Settings."""

from __future__ import annotations

import os
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from echoes_schema.errors import SettingsError, place
from echoes_schema.ignores import Ignore
from echoes_schema.settings import linting
from echoes_schema.settings.linting import Linting

TABLE = "echoes-schema"
IGNORE_KEYS = frozenset({"object", "reason", "rule", "expected", "actual"})
KEYS = frozenset({"sql", "docs", "layout", "ignore", "target-version", "lint"})
# How the migrations lie in the folder: our own way, or that of the tool they were written for.
LAYOUTS = ("echoes", "yoyo", "dbmate", "golang-migrate", "flyway", "sqitch")
# Variables that name a server. PGUSER or PGPASSWORD alone do not.
LIBPQ_VARIABLES = ("PGSERVICE", "PGHOST", "PGHOSTADDR", "PGPORT", "PGDATABASE")


@dataclass(frozen=True, slots=True)
class Settings:
    """Where everything is.

    `conninfo` is a libpq connection string or URL, "" leaves all to libpq's own environment,
    and None means the embedded server. `source` names where that choice came from.
    `has_bundled_sql` and `has_bundled_docs` tell that nobody named a folder, and that the
    migrations and the pages are those that came with the package.
    """

    conninfo: str | None
    source: str
    sql: Path
    docs: Path
    home: Path
    postgres: str
    layout: str
    ignores: tuple[Ignore, ...] = ()
    linting: Linting = field(default_factory=Linting)
    has_bundled_sql: bool = False
    has_bundled_docs: bool = False

    def ignored(self, patterns: tuple[str, ...]) -> tuple[Ignore, ...]:
        """Return what pyproject.toml and the options ignore."""
        return (*(Ignore(pattern, "--ignore") for pattern in patterns), *self.ignores)


def load(  # noqa: PLR0913 - one for each choice
    *,
    database: str | None = None,
    sql: Path | None = None,
    docs: Path | None = None,
    layout: str | None = None,
    environment: Mapping[str, str] | None = None,
    folder: Path | None = None,
) -> Settings:
    """Return the settings for a run that starts in `folder`.

    An option wins over a variable, a variable over the nearest pyproject.toml, and that over
    what came with the package. Raises SettingsError for an unknown key or layout, and a missing
    folder.
    """
    environment = os.environ if environment is None else environment
    project = _project(folder or Path.cwd())
    conninfo, source = _server(database, environment)
    named_sql = _folder("--sql", sql) or project.sql
    named_docs = _folder("--docs", docs) or project.docs
    return Settings(
        conninfo=conninfo,
        source=source,
        sql=named_sql or bundled("sql"),
        docs=named_docs or bundled("docs/schema"),
        home=_home(environment),
        postgres=environment.get("ECHOES_POSTGRES") or "18",
        layout=_known_layout("--layout", layout or project.layout or LAYOUTS[0]),
        ignores=project.ignores,
        linting=project.linting,
        has_bundled_sql=named_sql is None,
        has_bundled_docs=named_docs is None,
    )


def _server(database: str | None, environment: Mapping[str, str]) -> tuple[str | None, str]:
    if database is not None:
        if not database.strip():
            raise SettingsError("--database is empty", "Name a server, or leave the option out.")
        return database, "--database"
    if environment.get("ECHOES_DATABASE_URL"):
        return environment["ECHOES_DATABASE_URL"], "ECHOES_DATABASE_URL"
    for variable in LIBPQ_VARIABLES:
        if environment.get(variable):
            return "", variable
    return None, "embedded"


def _home(environment: Mapping[str, str]) -> Path:
    """Return the folder of the embedded server.

    Root's server runs as another user, who must be able to reach the folder: it never lies in
    root's home.
    """
    if os.geteuid() == 0 and not environment.get("ECHOES_HOME"):
        return Path("/var/lib/echoes-schema")
    shared = Path(environment.get("XDG_DATA_HOME") or "~/.local/share", "echoes-schema")
    try:
        return Path(environment.get("ECHOES_HOME") or shared).expanduser().absolute()
    except RuntimeError as error:
        raise SettingsError(f"ECHOES_HOME: {error}", "Set it to a whole path.") from error


def _folder(name: str, folder: Path | None) -> Path | None:
    if folder is not None and not folder.is_dir():
        raise SettingsError(f"{name} {folder}: no such folder", "Name a folder that exists.")
    return folder


def bundled(name: str) -> Path:
    """Return what came with the package: inside the wheel, or beside the checkout."""
    package = Path(__file__).parents[1]
    inside = package / "bundle" / name
    return inside if inside.exists() else package.parents[1] / name


@dataclass(frozen=True, slots=True)
class _Project:
    """What a pyproject.toml says; None where it says nothing."""

    sql: Path | None = None
    docs: Path | None = None
    layout: str | None = None
    ignores: tuple[Ignore, ...] = ()
    linting: Linting = field(default_factory=Linting)


def _project(folder: Path) -> _Project:
    for parent in (folder, *folder.parents):
        file = parent / "pyproject.toml"
        if file.is_file():
            table = _table(file)
            layout = table.pop("layout", None)
            ignores = _ignores(file, table.pop("ignore", []))
            judged = linting.read(
                table.pop("lint", {}),
                table.pop("target-version", None),
                parent,
                f"{place(file)}: [tool.{TABLE}.lint]",
            )
            folders = {key: _project_folder(file, key, value) for key, value in table.items()}
            name = f"{place(file)}: [tool.{TABLE}] layout"
            return _Project(
                **folders,
                layout=None if layout is None else _known_layout(name, layout),
                ignores=ignores,
                linting=judged,
            )
    return _Project()


def _ignores(file: Path, entries: object) -> tuple[Ignore, ...]:
    found = []
    for entry in entries if isinstance(entries, list) else [entries]:
        said = dict(entry) if isinstance(entry, dict) else {}
        expires = said.pop("expires", None)
        texts = {key: text for key, text in said.items() if isinstance(text, str) and text.strip()}
        if not {"object", "reason"} <= set(texts) or set(said) != set(texts):
            raise SettingsError(
                f"{place(file)}: [[tool.{TABLE}.ignore]] needs an object and a reason",
                'Write object = "index tmp_*" and reason = "why it may differ".',
            )
        unknown = sorted(set(texts) - IGNORE_KEYS)
        if unknown or not (expires is None or type(expires) is date):
            raise SettingsError(
                f"{place(file)}: [[tool.{TABLE}.ignore]] has {_wrong(unknown)}",
                f"Known keys are: {', '.join(sorted(IGNORE_KEYS))}, and expires = 2027-01-31.",
            )
        found.append(
            Ignore(
                pattern=texts["object"],
                reason=texts["reason"],
                rule=texts.get("rule", ""),
                expected=texts.get("expected", ""),
                actual=texts.get("actual", ""),
                expires=expires,
                path=place(file),
            )
        )
    return tuple(found)


def _wrong(unknown: list[str]) -> str:
    return f"unknown keys: {', '.join(unknown)}" if unknown else "an expires that is no day"


def _known_layout(name: str, layout: object) -> str:
    if layout not in LAYOUTS:
        raise SettingsError(
            f"{name} {layout}: no such layout", f"Known layouts are: {', '.join(LAYOUTS)}."
        )
    return str(layout)


def _table(file: Path) -> dict[str, object]:
    try:
        tools = tomllib.loads(file.read_text("utf-8")).get("tool", {})
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, OSError) as error:
        raise SettingsError(f"{place(file)}: {error}", "Mend the file, or move it away.") from error
    table = tools.get(TABLE, {}) if isinstance(tools, dict) else {}
    if not isinstance(table, dict):
        raise SettingsError(
            f"{place(file)}: {TABLE} is not a table", f"Write its keys below [tool.{TABLE}]."
        )
    unknown = sorted(set(table) - KEYS)
    if unknown:
        raise SettingsError(
            f"{place(file)}: [tool.{TABLE}] has unknown keys: {', '.join(unknown)}",
            f"Known keys are: {', '.join(sorted(KEYS))}.",
        )
    return table


def _project_folder(file: Path, key: str, value: object) -> Path:
    name = f"{place(file)}: [tool.{TABLE}] {key}"
    if not isinstance(value, str):
        raise SettingsError(f"{name} is not a string", "Write the folder's path in quotes.")
    folder = file.parent / value
    if not folder.is_dir():
        raise SettingsError(
            f"{name}: no folder {value}", "Make the folder, or correct the path; it starts there."
        )
    return folder
