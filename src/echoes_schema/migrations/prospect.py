"""What a rollback would do beyond its own migrations, told before it does it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from echoes_schema.migrations import dependents, loss
from echoes_schema.migrations.dependents import Dependent
from echoes_schema.migrations.loss import Loss

if TYPE_CHECKING:
    from psycopg import Connection
    from psycopg.rows import TupleRow

    from echoes_schema.migrations.script import Script


@dataclass(frozen=True, slots=True)
class Prospect:
    """What would be lost, and what depends on it and stays, or goes along."""

    losses: tuple[Loss, ...] = ()
    dependents: tuple[Dependent, ...] = ()


def foresee(connection: Connection[TupleRow], scripts: Sequence[Script]) -> Prospect:
    """Return what running the scripts would destroy and break. Writes nothing.

    Inside a transaction that is to be rolled back: settings of the scripts hold in it.
    """
    return Prospect(loss.foresee(connection, scripts), dependents.find(connection, scripts))
