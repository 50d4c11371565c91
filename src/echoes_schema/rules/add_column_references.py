"""A foreign key inside ADD COLUMN locks a second table while nobody can read the first.

ADD COLUMN takes ACCESS EXCLUSIVE on its table, and REFERENCES waits under it for SHARE ROW
EXCLUSIVE on the other one: a long write there keeps readers out here. Add the column by itself;
then, in another transaction, the constraint NOT VALID, which needs SHARE ROW EXCLUSIVE on both;
then validate it.

```sql schema
CREATE TABLE owners (id bigint PRIMARY KEY);
CREATE TABLE ships (id bigint PRIMARY KEY, owner_id bigint);
```

```sql bad
ALTER TABLE ships ADD COLUMN builder_id bigint REFERENCES owners (id);
```

```sql good
ALTER TABLE ships
ADD CONSTRAINT ships_owner_id_fkey FOREIGN KEY (owner_id) REFERENCES owners (id) NOT VALID;
```

```sql good
CREATE TABLE modules (id bigint PRIMARY KEY);
ALTER TABLE modules ADD COLUMN part_of bigint REFERENCES modules (id);
```
"""

from collections.abc import Iterator

from echoes_schema.model import Level
from echoes_schema.parser import tree
from echoes_schema.rulebook import At, Category, Problem, on_statement

_HINT = "Add the column alone; in another transaction the constraint NOT VALID, then VALIDATE."


@on_statement("AlterTableStmt", level=Level.WARNING, category=Category.LOCK)
def check(at: At) -> Iterator[Problem]:
    for command, node in at.constraints("CONSTR_FOREIGN"):
        other = tree.relation(node, "pktable")
        if command.subtype == "AT_AddColumn" and at.is_at_stake(at.relation):
            yield at.problem(
                f"waits for {at.lock(other)}, on {other[1]}"
                f" while {at.relation[1]} is under {at.lock(at.relation)}",
                about=f"column {at.relation[1]}.{command.column}",
                hint=_HINT,
                where=command,
            )
