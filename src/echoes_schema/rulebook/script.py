"""Files as rules see them: a script is one direction of a migration, or a file by itself."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from echoes_schema.parser.reading import Reading, Refusal
from echoes_schema.parser.statements import Statement


class Direction(StrEnum):
    """Whether a script takes the schema a step further, or back."""

    UP = "up"
    DOWN = "down"


@dataclass(frozen=True, slots=True)
class Script:
    """What runs of a file, with the lines and columns of that file.

    `is_transactional`: the runner begins a transaction before it and ends it after. `has_runner`
    is false for a file by itself: each statement is its own transaction, as in psql. `is_orphan`
    is a way back without its migration. `refusal` is why it cannot be read or run at all, or "",
    and `remedy` what to do about that; with `is_besides` the layout's own tool runs it yet.
    """

    path: Path
    text: str
    reading: Reading
    direction: Direction = Direction.UP
    is_transactional: bool = False
    has_runner: bool = False
    is_orphan: bool = False
    nearest: str = ""
    refusal: str = ""
    refused_line: int = 0
    remedy: str = ""
    is_besides: bool = False

    @property
    def statements(self) -> tuple[Statement, ...]:
        return self.reading.statements

    @property
    def refusals(self) -> tuple[Refusal, ...]:
        return self.reading.refusals


@dataclass(frozen=True, slots=True)
class Migration:
    """Both directions. `up` is None for an orphan, `down` where no file takes it back.

    `needs_way_back`: the layout has files for that, and neither the header nor the runner makes
    one unnecessary. `has_directives`: the header may say why there is none. `kind` is that of the
    layout: `index` of what the runner undoes itself.
    """

    id: str
    up: Script | None
    down: Script | None = None
    needs_way_back: bool = False
    way_back: str = ""
    kind: str = "migration"
    has_directives: bool = False

    @property
    def scripts(self) -> tuple[Script, ...]:
        return tuple(script for script in (self.up, self.down) if script)
