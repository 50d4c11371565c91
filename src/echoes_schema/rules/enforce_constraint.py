"""A constraint that becomes ENFORCED is checked on every row under the strongest lock.

ALTER CONSTRAINT … ENFORCED takes ACCESS EXCLUSIVE on the table and SHARE ROW EXCLUSIVE on the one
that it refers to, and reads both. Add the same constraint once more, NOT VALID, under another name,
VALIDATE it in a transaction of its own, and drop the one that is not enforced.

```sql bad
ALTER TABLE ships ALTER CONSTRAINT ships_owner_id_fkey ENFORCED;
```

```sql good
ALTER TABLE ships ALTER CONSTRAINT ships_owner_id_fkey NOT ENFORCED;
```
"""

from collections.abc import Iterator

from echoes_schema.model import Level
from echoes_schema.parser import tree
from echoes_schema.rulebook import At, Category, Problem, on_statement


@on_statement("AlterTableStmt", level=Level.ERROR, category=Category.LOCK)
def check(at: At) -> Iterator[Problem]:
    for command in at.commands("AT_AlterConstraint"):
        said = command.definition
        is_checked = said.get("alterEnforceability") and said.get("is_enforced")
        if is_checked and at.is_at_stake(at.relation):
            yield at.problem(
                f"is checked on every row under {at.lock(at.relation)}",
                about=f"constraint {tree.word(said, 'conname')} of {at.relation[1]}",
                hint="Add it once more, NOT VALID, VALIDATE it, and drop this one.",
                where=command,
            )
