"""LOCK TABLE keeps others out until the transaction ends.

Without a mode it takes ACCESS EXCLUSIVE: nobody reads or writes. What the next statement needs
it takes by itself. Where rows must not change meanwhile, SELECT … FOR UPDATE locks those rows
alone.

```sql schema
CREATE TABLE ships (id bigint PRIMARY KEY);
```

```sql bad
LOCK TABLE ships;
```

```sql bad
LOCK TABLE ships IN SHARE MODE;
```

```sql good
LOCK TABLE ships IN ROW EXCLUSIVE MODE;
```
"""

from collections.abc import Iterator

from echoes_schema.locks import Mode
from echoes_schema.model import Level
from echoes_schema.rulebook import At, Category, Problem, on_statement
from echoes_schema.rulebook.context import shown


@on_statement("LockStmt", level=Level.WARNING, category=Category.LOCK)
def check(at: At) -> Iterator[Problem]:
    for touch in at.touches:
        if touch.mode.conflicts(Mode.ROW_EXCLUSIVE) and at.is_at_stake(touch.relation):
            yield at.problem(
                f"takes {at.lock(touch.relation)} until the transaction ends",
                about=shown(touch.relation),
                hint="Let each statement take its own lock, or lock rows FOR UPDATE.",
            )
