"""Fixtures for the tests of a project that uses the schema; pytest finds them by itself.

pytest imports this in every run where the package is installed: nothing heavy above the fixtures.
"""

from __future__ import annotations

import os
import secrets
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from pathlib import Path

    import psycopg
    from psycopg.rows import TupleRow

    from echoes_schema.errors import EchoesError
    from echoes_schema.settings import Settings
    from echoes_schema.templates import Template

VARIABLE = "ECHOES_PYTEST_SERVER"


def pytest_addoption(parser: pytest.Parser) -> None:
    text = "Server on which echoes-schema makes databases for tests: a libpq URL."
    parser.getgroup("echoes-schema").addoption("--echoes-server", metavar="URL", help=text)
    parser.addini("echoes_server", f"{text} Else an embedded one.", default="")
    text = "Folder whose pyproject.toml has [tool.echoes-schema], from rootdir on. Else rootdir."
    parser.addini("echoes_project", text, default="")


@pytest.fixture(scope="session")
def echoes_settings(request: pytest.FixtureRequest) -> Settings:
    """Return the project's folders and layout, from its pyproject.toml."""
    from echoes_schema import settings
    from echoes_schema.errors import EchoesError

    try:
        return settings.load(folder=_project(request.config))
    except EchoesError as error:
        raise _failure(error) from None


@pytest.fixture(scope="session")
def echoes_template(
    request: pytest.FixtureRequest, echoes_settings: Settings
) -> Iterator[Template]:
    """Return the run's migrated and seeded database, which tests get clones of."""
    from echoes_schema import scratch, templates
    from echoes_schema.errors import EchoesError

    config = request.config
    worker: dict[str, str] = getattr(config, "workerinput", {})
    run = worker.get("testrunuid") or secrets.token_hex(16)
    postgres = echoes_settings.postgres
    where = scratch.Where(_server(config), echoes_settings.home, postgres)
    source = templates.Source(echoes_settings.sql, echoes_settings.layout)
    major = int(postgres) if postgres.isdigit() else 0
    with ExitStack() as stack:
        try:
            url = stack.enter_context(scratch.server(where, major, "no server is named"))
            template = stack.enter_context(templates.template(url, run, source))
        except EchoesError as error:
            raise _failure(error) from None
        yield template


@pytest.fixture
def echoes_database(echoes_template: Template) -> Iterator[str]:
    """Return the URL of a database of the test's own, with the schema and the seeds."""
    with echoes_template.clone() as url:
        yield url


@pytest.fixture
def echoes_connection(echoes_database: str) -> Iterator[psycopg.Connection[TupleRow]]:
    """Return a connection to the test's database, in autocommit mode."""
    import psycopg

    with psycopg.connect(echoes_database, autocommit=True) as connection:
        yield connection


@pytest.fixture
def assert_conforms(echoes_settings: Settings, echoes_database: str) -> Callable[[], None]:
    """Return the function that fails unless the test's database is as it is documented."""

    def check() -> None:
        from echoes_schema import conform
        from echoes_schema.database import connect
        from echoes_schema.errors import EchoesError
        from echoes_schema.ignores import allowing
        from echoes_schema.render.text import report_to_text

        try:
            with connect(echoes_database) as connection:
                report = conform.check(connection, echoes_settings.docs)
        except EchoesError as error:
            raise _failure(error) from None
        report = allowing(report, echoes_settings.ignores)
        if not report.is_good:
            pytest.fail(report_to_text(report), pytrace=False)

    return check


def _failure(error: EchoesError) -> BaseException:
    return pytest.fail.Exception(f"{error.message}\n{error.hint}", pytrace=False)


def _project(config: pytest.Config) -> Path:
    """Return the folder that the settings are looked for from. Raises SettingsError."""
    from echoes_schema.errors import SettingsError

    named = str(config.getini("echoes_project"))
    folder = config.rootpath / named
    if named and not (folder / "pyproject.toml").is_file():
        raise SettingsError(
            f"echoes_project = {named}: there is no pyproject.toml in it",
            f"Name its folder, from {config.rootpath} on.",
        )
    return folder


def _server(config: pytest.Config) -> str | None:
    """Return the URL of the option, the variable or the ini file; None means an embedded one."""
    given = config.getoption("--echoes-server") or os.environ.get(VARIABLE)
    return given or str(config.getini("echoes_server")) or None
