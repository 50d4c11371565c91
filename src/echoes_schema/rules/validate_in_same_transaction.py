"""VALIDATE gains nothing in the transaction that has added the constraint NOT VALID.

The lock of ADD CONSTRAINT, ACCESS EXCLUSIVE for a CHECK and SHARE ROW EXCLUSIVE for a foreign
key, is held until the transaction ends, and VALIDATE reads the whole table under it. Let the
first migration add the constraint, and the next one validate it.

```sql schema
CREATE TABLE ships (id bigint PRIMARY KEY, mass int);
```

```sql bad
ALTER TABLE ships ADD CONSTRAINT ships_mass_check CHECK (mass > 0) NOT VALID;
ALTER TABLE ships VALIDATE CONSTRAINT ships_mass_check;
```

```sql good
-- transactional: false
ALTER TABLE ships ADD CONSTRAINT ships_mass_check CHECK (mass > 0) NOT VALID;
ALTER TABLE ships VALIDATE CONSTRAINT ships_mass_check;
```
"""

from collections.abc import Iterator

from echoes_schema.model import Level
from echoes_schema.parser import tree
from echoes_schema.rulebook import At, Category, Problem, on_statement


@on_statement("AlterTableStmt", level=Level.ERROR, category=Category.LOCK)
def check(at: At) -> Iterator[Problem]:
    for command in at.commands("AT_ValidateConstraint"):
        name = tree.word(command.node, "name")
        if name in at.constraints_added and at.is_at_stake(at.relation):
            yield at.problem(
                "reads every row under the lock that ADD CONSTRAINT holds until the end",
                about=f"constraint {name} of {at.relation[1]}",
                hint="VALIDATE it in the next migration.",
                where=command,
            )
