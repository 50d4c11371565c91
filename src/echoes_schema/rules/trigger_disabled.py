"""A trigger is off: what it guards is not guarded, for everybody.

ALL and USER turn off every trigger of the table, ALL those of foreign keys too, and rows that
come in meanwhile are never checked. It holds for every session, not for this one alone, and stays
if the migration forgets to turn it on. Write the change so that the triggers may see it, or have
the trigger's function look at a setting of this session.

```sql schema
CREATE TABLE ships (id bigint PRIMARY KEY);
```

```sql bad
ALTER TABLE ships DISABLE TRIGGER ALL;
```

```sql good
ALTER TABLE ships ENABLE TRIGGER ALL;
```
"""

from collections.abc import Iterator

from echoes_schema.model import Level
from echoes_schema.rulebook import At, Category, Problem, on_statement


@on_statement("AlterTableStmt", level=Level.WARNING, category=Category.DATA, is_for_ups=True)
def check(at: At) -> Iterator[Problem]:
    for command in at.commands("AT_DisableTrig", "AT_DisableTrigAll", "AT_DisableTrigUser"):
        if not at.is_unshared(at.relation):
            which = f"trigger {command.column} is" if command.column else "its triggers are"
            yield at.problem(
                f"{which} off for every session",
                hint="Let the triggers see the change.",
                where=command,
            )
