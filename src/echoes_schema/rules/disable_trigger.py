"""While a trigger is disabled, nobody's writes are checked or noted by it.

DISABLE TRIGGER takes SHARE ROW EXCLUSIVE, and holds for every session, not for this one alone, from
the commit until somebody enables the trigger again. USER turns off every trigger of the table, ALL
those that keep foreign keys too, and rows that refer to nothing stay for good. Write the change so
that the triggers may see it. Where only this session is to pass by, let the trigger's own WHEN or
function ask a setting that the session makes.

```sql schema
CREATE TABLE ships (id bigint PRIMARY KEY);
```

```sql bad
ALTER TABLE ships DISABLE TRIGGER ALL;
```

```sql good
ALTER TABLE ships ENABLE TRIGGER ALL;
```

```sql good
CREATE TABLE modules (id bigint);
ALTER TABLE modules DISABLE TRIGGER ALL;
```
"""

from collections.abc import Iterator

from echoes_schema.model import Level
from echoes_schema.rulebook import At, Category, Problem, on_statement

_ALL = {"AT_DisableTrigAll": "ALL", "AT_DisableTrigUser": "USER"}


@on_statement("AlterTableStmt", level=Level.WARNING, category=Category.LOCK)
def check(at: At) -> Iterator[Problem]:
    for command in at.commands("AT_DisableTrig", *_ALL):
        if at.is_at_stake(at.relation):
            which = command.column or _ALL[command.subtype]
            yield at.problem(
                f"writes of all sessions pass it by; it takes {at.lock(at.relation)}",
                about=f"trigger {which} of {at.relation[1]}",
                hint="Let the triggers see the change, or ask a setting of the session.",
                where=command,
            )
