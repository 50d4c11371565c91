"""The eight locks that a table can be under, what each keeps out, and what that means."""

from __future__ import annotations

from enum import IntEnum


class Mode(IntEnum):
    """A table lock, the weakest first: https://www.postgresql.org/docs/18/explicit-locking.html."""

    ACCESS_SHARE = 1
    ROW_SHARE = 2
    ROW_EXCLUSIVE = 3
    SHARE_UPDATE_EXCLUSIVE = 4
    SHARE = 5
    SHARE_ROW_EXCLUSIVE = 6
    EXCLUSIVE = 7
    ACCESS_EXCLUSIVE = 8

    def __str__(self) -> str:
        """Return the name that LOCK TABLE knows it by: `ACCESS EXCLUSIVE`."""
        return self.name.replace("_", " ")

    @classmethod
    def of(cls, name: str) -> Mode:
        """Return the mode that pg_locks calls `AccessExclusiveLock`."""
        return _BY_SERVER_NAME[name]

    @property
    def server_name(self) -> str:
        """The name in pg_locks: `AccessExclusiveLock`."""
        return self.name.title().replace("_", "") + "Lock"

    def conflicts(self, other: Mode) -> bool:
        """Return whether one session waits for this lock while another holds `other`."""
        return other in _CONFLICTS[self]

    @property
    def blocks(self) -> str:
        """What others cannot do meanwhile: `reads and writes`, `writes` or `DDL only`."""
        if self.conflicts(Mode.ACCESS_SHARE):
            return "reads and writes"
        return "writes" if self.conflicts(Mode.ROW_EXCLUSIVE) else "DDL only"


_BY_SERVER_NAME = {mode.server_name: mode for mode in Mode}
_CONFLICTS = {
    Mode.ACCESS_SHARE: {Mode.ACCESS_EXCLUSIVE},
    Mode.ROW_SHARE: {Mode.EXCLUSIVE, Mode.ACCESS_EXCLUSIVE},
    Mode.ROW_EXCLUSIVE: set(Mode) - {Mode(1), Mode(2), Mode(3), Mode(4)},
    Mode.SHARE_UPDATE_EXCLUSIVE: set(Mode) - {Mode(1), Mode(2), Mode(3)},
    Mode.SHARE: set(Mode) - {Mode(1), Mode(2), Mode(5)},
    Mode.SHARE_ROW_EXCLUSIVE: set(Mode) - {Mode(1), Mode(2)},
    Mode.EXCLUSIVE: set(Mode) - {Mode(1)},
    Mode.ACCESS_EXCLUSIVE: set(Mode),
}
