"""`adopt`: another tool's history becomes ours."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from echoes_schema.cli.options import format_option
from echoes_schema.cli.patience import wait_option
from echoes_schema.cli.session import agreed, migrating, say
from echoes_schema.settings import LAYOUTS, Settings

if TYPE_CHECKING:
    from echoes_schema.migrations.adopt import Proposal

OURS = LAYOUTS[0]


@click.command()
@click.option(
    "--from",
    "tool",
    required=True,
    type=click.Choice([name for name in LAYOUTS if name != OURS]),
    help="The tool whose history it is.",
)
@click.option(
    "--table",
    metavar="NAME",
    help="Its table, where that has not its usual name or schema; of sqitch, the schema.",
)
@click.option("--yes", is_flag=True, help="Do not ask.")
@wait_option
@format_option
@click.pass_obj
def adopt(
    settings: Settings, *, tool: str, table: str | None, yes: bool, lock_wait: float, form: str
) -> None:
    """Record as applied what another tool has applied. Runs nothing.

    Shows first what would be recorded, and asks. The other tool's tables stay as they are.
    """
    from echoes_schema.migrations import adopt as adoption
    from echoes_schema.render import adoption as rendering
    from echoes_schema.render.moved import moved_to_text

    layout = _layout(settings, tool)
    options = adoption.Options(
        tool=tool,
        layout=layout,
        table=table,
        lock_wait=lock_wait,
        say=say,
        confirm=lambda proposal: _confirm(proposal, is_sure=yes),
    )
    with migrating(settings) as connection:
        adopted = adoption.adopt(connection, settings.sql, options)
    if form == "json":
        click.echo(rendering.adopted_to_json(adopted))
    else:
        click.echo(moved_to_text("taken over", len(adopted), "nothing to take over"))
    if adopted and layout != settings.layout:
        click.echo(
            f'now write layout = "{layout}" below [tool.echoes-schema] in pyproject.toml, or give '
            f"--layout {layout} every time",
            err=True,
        )


def _layout(settings: Settings, tool: str) -> str:
    """Return how the files lie: as the settings say, and where they say nothing as the tool does.

    Files of yoyo and ours are found by the same names.
    """
    return tool if settings.layout == OURS and tool != "yoyo" else settings.layout


def _confirm(proposal: Proposal, *, is_sure: bool) -> bool:
    from echoes_schema.render.adoption import proposal_to_text

    return agreed(proposal_to_text(proposal), "Record this?", is_sure=is_sure)
