"""sqitch's layout: sqitch.plan, and a script for each change in deploy/ and revert/."""

from __future__ import annotations

from pathlib import Path

from echoes_schema.errors import FileError, MigrationError, place
from echoes_schema.migrations.header import Header
from echoes_schema.migrations.layouts import foreign, sqitch_plan
from echoes_schema.migrations.layouts.source import Part, Source
from echoes_schema.migrations.layouts.sqitch_plan import Change
from echoes_schema.parser import statements


def read(path: Path, but: frozenset[Path] = frozenset()) -> list[Source]:
    """Return the changes of `path`/sqitch.plan in its order. Tags and verify/ do not count.

    A script that is one transaction runs as one, another one outside, as in psql. Raises
    FileError for a plan that cannot be read, and a change without its deploy script.
    """
    folder = path / "deploy"
    changes = sqitch_plan.read(path).changes
    if but:
        scripts = [(one, (folder / _script_name(folder, one)).absolute()) for one in changes]
        changes = tuple(one for one, script in scripts if script not in but)
    return [_source(path, change) for change in changes]


def _source(path: Path, change: Change) -> Source:
    plan = path / sqitch_plan.FILE
    script = _script_name(path / "deploy", change)
    deploy, revert = path / "deploy" / script, path / "revert" / script
    if not deploy.is_file():
        raise FileError(
            f"{place(plan, change.line)}: there is no {place(deploy)}",
            "Put the script there, or take the line out.",
        )
    forward = _script(deploy)
    return Source(
        id=change.id,
        number="",
        key=change.id,
        kind="migration",
        header=Header(depends=change.requires, is_transactional=forward.is_transactional),
        up=Part(deploy, forward.text, _refusal(plan, change)),
        down=_script(revert).way_back(revert) if revert.is_file() else None,
    )


def _script_name(deploy: Path, change: Change) -> str:
    """Return the name of a change's scripts: before its rework, with the tag that closed it."""
    names = [f"{change.name}@{tag}.sql" for tag in change.tags] if change.is_reworked else []
    for name in names:
        if (deploy / name).is_file():
            return name
    return names[0] if names else f"{change.name}.sql"


def _script(file: Path) -> foreign.Script:
    return foreign.script(statements.read_text(file), file, is_transactional=False)


def _refusal(plan: Path, change: Change) -> MigrationError | None:
    if not change.unknown:
        return None
    return MigrationError(
        f"{place(plan, change.line)}: whether {', '.join(change.unknown)} holds is sqitch's to say",
        "Take conflicts, change ids and other projects' changes out of the brackets.",
    )
