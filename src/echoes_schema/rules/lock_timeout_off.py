"""The file turns lock_timeout off, sets it too long or too late for a statement that waits.

A statement that waits for a strong lock has everybody wait who comes after it, also those who
only read. The runner sets lock_timeout before each file; 0, RESET or minutes undo that. Leave it
as it is, or set it to a few seconds. For CONCURRENTLY, which waits without stopping others, 0 is
right.

Where nothing sets it, nothing is asked for: the role or the tool may. A file that sets it first
after such a statement means it to hold for that too.

```sql schema
CREATE TABLE ships (id bigint PRIMARY KEY);
```

```sql bad
SET lock_timeout = 0;
ALTER TABLE ships ADD COLUMN name text;
```

```sql bad
RESET lock_timeout;
ALTER TABLE ships ADD COLUMN name text;
```

```sql bad
SELECT set_config('lock_timeout', '10min', true);
ALTER TABLE ships ADD COLUMN name text;
```

```sql good
SET LOCAL lock_timeout = '2s';
ALTER TABLE ships ADD COLUMN name text;
```

```sql good
SET lock_timeout = 0;
CREATE TABLE modules (id bigint PRIMARY KEY);
```

```sql good
-- transactional: false
SET lock_timeout = 0;
CREATE INDEX CONCURRENTLY idx_ships_id ON ships (id);
```
"""

import re
from collections.abc import Iterator

from echoes_schema import locks
from echoes_schema.locks import Mode, Touch
from echoes_schema.model import Level
from echoes_schema.rulebook import At, Category, Problem, on_statement
from echoes_schema.rulebook.context import shown

LONGEST = 30
_TIME = re.compile(r"\s*(?P<count>[0-9.]+)\s*(?P<unit>us|ms|s|min|h|d)?\s*")
_ZERO = re.compile(r"(?:=|\bto)\s*'?0", re.IGNORECASE)
_SECONDS = {"us": 1e-6, "ms": 1e-3, "s": 1.0, "min": 60.0, "h": 3600.0, "d": 86400.0}


@on_statement(
    "AlterTableStmt",
    "CreateStmt",
    "CreateTrigStmt",
    "DropStmt",
    "IndexStmt",
    "LockStmt",
    "RefreshMatViewStmt",
    "RenameStmt",
    "TruncateStmt",
    "VariableSetStmt",
    level=Level.WARNING,
    category=Category.LOCK,
)
def check(at: At) -> Iterator[Problem]:
    if at.kind == "VariableSetStmt":
        if _is_late(at):
            yield at.problem(
                "lock_timeout is set after what waits for a lock",
                about="lock_timeout",
                hint="Set it first.",
            )
        return
    trouble = _trouble(at)
    stopped = [touch for touch in at.touches if _stops(at, touch)] if trouble else []
    if stopped and not any(_stops(at, touch) for touch in at.held):
        yield at.problem(
            f"{trouble}, and this waits for {stopped[0].mode}",
            about=shown(stopped[0].relation),
            hint="Set lock_timeout to a few seconds, or leave it as the runner sets it.",
        )


def _stops(at: At, touch: Touch) -> bool:
    return touch.mode >= Mode.SHARE and not at.is_unshared(touch.relation)


def _is_late(at: At) -> bool:
    """Return whether this sets lock_timeout for the first time, behind what it is needed for."""
    is_set = at.node.get("name") == "lock_timeout" and at.node.get("kind") == "VAR_SET_VALUE"
    if not is_set or "lock_timeout" in at.session.settings or _ZERO.search(at.statement.sql):
        return False
    # CONCURRENTLY waits for less.
    return any(_stops(at, touch) for one in at.before for touch in locks.of(one))


def _trouble(at: At) -> str:
    value = at.session.settings.get("lock_timeout")
    if value is None:
        return "lock_timeout is reset" if at.script.has_runner else ""
    match = _TIME.fullmatch(value)
    if match is None:
        return ""
    seconds = float(match["count"]) * _SECONDS[match["unit"] or "ms"]
    if seconds == 0:
        return "lock_timeout is off"
    return f"lock_timeout is {value}" if seconds > LONGEST else ""
