"""The foreign key of a new table stops writes to the table that it refers to.

Nothing is read, for the new table is empty; but SHARE ROW EXCLUSIVE on the old table waits for
every open write, keeps new ones out meanwhile, and is held until the transaction ends. Keep such
a transaction short, and its lock_timeout low. Of several old tables see
[several-tables-locked](#several-tables-locked).

```sql schema
CREATE TABLE owners (id bigint PRIMARY KEY);
```

```sql bad
CREATE TABLE ships (id bigint PRIMARY KEY, owner_id bigint REFERENCES owners (id));
```

```sql bad
CREATE TABLE ships (id bigint PRIMARY KEY, owner_id bigint);
ALTER TABLE ships ADD FOREIGN KEY (owner_id) REFERENCES owners (id);
```

```sql good
CREATE TABLE hangars (id bigint PRIMARY KEY);
CREATE TABLE ships (id bigint PRIMARY KEY, hangar_id bigint REFERENCES hangars (id));
```
"""

from collections.abc import Iterator

from echoes_schema.locks import Role, Touch
from echoes_schema.model import Level
from echoes_schema.rulebook import At, Category, Problem, on_statement
from echoes_schema.rulebook.context import shown


@on_statement("CreateStmt", "AlterTableStmt", level=Level.INFO, category=Category.LOCK)
def check(at: At) -> Iterator[Problem]:
    if at.kind == "AlterTableStmt" and not at.is_unshared(at.relation):
        return
    names = [touch.relation for touch in at.touches if _is_locked(at, touch)]
    # Of more than one, several-tables-locked says it.
    if len(set(names)) == 1:
        yield at.problem(
            f"takes {at.lock(names[0])}, for its foreign key",
            about=shown(names[0]),
            hint="Keep the transaction short: no other table and no rows in it.",
        )


def _is_locked(at: At, touch: Touch) -> bool:
    is_itself = touch.relation[1] == at.relation[1]
    return touch.role is Role.REFERENCED and not is_itself and at.is_at_stake(touch.relation)
