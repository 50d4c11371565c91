"""`echoes-schema server`: the embedded PostgreSQL, started, stopped and looked at."""

from __future__ import annotations

import sys
from dataclasses import asdict
from typing import TYPE_CHECKING

import click

from echoes_schema.cli.options import format_option
from echoes_schema.errors import ServerError
from echoes_schema.settings import Settings

if TYPE_CHECKING:
    from echoes_schema.embedded import ServerStatus


@click.group(name="server")
def server() -> None:
    """Start, stop and look at the embedded PostgreSQL.

    Its files are in ECHOES_HOME; ECHOES_POSTGRES chooses the version: 18, 16, or the path of a
    bin folder. Both have defaults.
    """


@server.command()
@format_option
@click.pass_obj
def start(settings: Settings, form: str) -> None:
    """Start the server where it does not run, and print how to connect."""
    from echoes_schema import embedded
    from echoes_schema.render.json import dump

    was_running = embedded.status(settings.home).is_running
    url = embedded.start(settings.home, settings.postgres)
    found = embedded.status(settings.home)
    state = "already runs" if was_running else "started"
    click.echo(
        f"PostgreSQL {found.version} {state}, process {found.pid}, in {found.data}", err=True
    )
    told = dump({"server": _facts(found), "was_running": was_running})
    click.echo(told if form == "json" else f"psql '{url}'")


@server.command()
@format_option
@click.pass_obj
def stop(settings: Settings, form: str) -> None:
    """Stop the server; sessions are cut off, what they committed stays."""
    from echoes_schema import embedded
    from echoes_schema.render.json import dump

    was_running = embedded.stop(settings.home)
    if form == "json":
        click.echo(dump({"was_running": was_running}))
    else:
        click.echo("stopped" if was_running else "was not running", err=True)


@server.command()
@format_option
@click.pass_obj
def status(settings: Settings, form: str) -> None:
    """Print whether the server runs.

    Exits with 1 where it does not.
    """
    from echoes_schema import embedded
    from echoes_schema.render.json import dump

    found = embedded.status(settings.home)
    click.echo(dump({"server": _facts(found)}) if form == "json" else _text(found))
    sys.exit(0 if found.is_running else 1)


@server.command()
@format_option
@click.pass_obj
def url(settings: Settings, form: str) -> None:
    """Print the running server's URL alone, for psql and other programs."""
    from echoes_schema import embedded
    from echoes_schema.render.json import dump

    found = embedded.status(settings.home)
    if not found.url:
        state = "takes no connections yet" if found.is_running else "does not run"
        raise ServerError(
            f"the embedded server in {settings.home} {state}", "Run echoes-schema server start."
        )
    click.echo(dump({"url": found.url}) if form == "json" else found.url)


@server.command()
@click.argument("arguments", nargs=-1, type=click.UNPROCESSED)
@click.pass_obj
def psql(settings: Settings, arguments: tuple[str, ...]) -> None:
    """Open psql on the server, which is started where needed.

    What follows `--` goes to psql: echoes-schema server psql -- -c 'SELECT 1'.
    """
    from echoes_schema import embedded

    embedded.psql(settings.home, settings.postgres, arguments)


def _facts(found: ServerStatus) -> dict[str, object]:
    return {**asdict(found), "data": str(found.data)}


def _text(found: ServerStatus) -> str:
    if not found.is_running:
        return f"not running: {found.data}"
    state = found.url or "takes no connections yet"
    return f"PostgreSQL {found.version} runs, process {found.pid}, in {found.data}\n{state}"
