"""While a trigger is disabled, nobody's writes are checked or noted by it.

DISABLE TRIGGER takes SHARE ROW EXCLUSIVE, and holds for every session from the commit on; ALL
includes the triggers that keep foreign keys, so rows that refer to nothing stay for good. Where
only this session is to pass by, let the trigger's own WHEN or function ask a setting that the
session makes.

```sql schema
CREATE TABLE ships (id bigint PRIMARY KEY);
```

```sql bad
ALTER TABLE ships DISABLE TRIGGER ALL;
```

```sql good
CREATE TABLE modules (id bigint);
ALTER TABLE modules DISABLE TRIGGER ALL;
```
"""

from collections.abc import Iterator

from echoes_schema.model import Level
from echoes_schema.rulebook import At, Category, Problem, on_statement

_SUBTYPES = ("AT_DisableTrig", "AT_DisableTrigAll", "AT_DisableTrigUser")


@on_statement("AlterTableStmt", level=Level.WARNING, category=Category.LOCK)
def check(at: At) -> Iterator[Problem]:
    for command in at.commands(*_SUBTYPES):
        if at.is_at_stake(at.relation):
            yield at.problem(
                f"writes of all sessions pass it by; it takes {at.lock(at.relation)}",
                about=f"trigger {command.column or 'ALL'} of {at.relation[1]}",
                hint="Let the trigger ask a setting of the session instead.",
                where=command,
            )
