"""REPLICA IDENTITY FULL writes every old row to the log; NOTHING makes updates fail.

With FULL each UPDATE and DELETE logs the whole old row, and a subscriber without a fitting index
looks for it in all of its table. With NOTHING PostgreSQL refuses UPDATE and DELETE of a
published table. Use the primary key, which is the default, or USING INDEX with a unique index.

```sql schema
CREATE TABLE ships (id bigint PRIMARY KEY);
```

```sql bad
ALTER TABLE ships REPLICA IDENTITY FULL;
```

```sql good
ALTER TABLE ships REPLICA IDENTITY USING INDEX ships_pkey;
```
"""

from collections.abc import Iterator

from echoes_schema.model import Level
from echoes_schema.parser import tree
from echoes_schema.rulebook import At, Category, Problem, on_statement

_FULL, _NOTHING = "f", "n"


@on_statement("AlterTableStmt", level=Level.WARNING, category=Category.LOCK)
def check(at: At) -> Iterator[Problem]:
    for command in at.commands("AT_ReplicaIdentity"):
        identity = tree.word(command.definition, "identity_type")
        if identity in (_FULL, _NOTHING) and at.is_at_stake(at.relation):
            effect = "every old row is logged" if identity == _FULL else "updates fail if published"
            yield at.problem(
                f"{effect}; it takes {at.lock(at.relation)}",
                hint="Use the primary key, or USING INDEX.",
                where=command,
            )
