"""A foreign key that is dropped locks the table on the other side too, against reads and writes.

DROP CONSTRAINT of a foreign key takes ACCESS EXCLUSIVE on both tables, for it takes triggers off
both: while it waits for a long query on one, nobody uses the other. Do it in a migration of its
own, so that both locks last a moment, with a low lock_timeout.

Of a constraint that no migration shows its name tells: one with `fk` in it is taken for a
foreign key.

```sql schema
CREATE TABLE owners (id bigint PRIMARY KEY);
CREATE TABLE ships (
    id bigint PRIMARY KEY,
    mass int CONSTRAINT ships_mass_check CHECK (mass > 0),
    owner_id bigint CONSTRAINT ships_owner_id_fkey REFERENCES owners
);
```

```sql bad
ALTER TABLE ships DROP CONSTRAINT ships_owner_id_fkey;
```

```sql good
ALTER TABLE ships DROP CONSTRAINT ships_mass_check;
```
"""

from collections.abc import Iterator

from echoes_schema.model import Level
from echoes_schema.parser import tree
from echoes_schema.rulebook import At, Category, Problem, on_statement


@on_statement("AlterTableStmt", level=Level.WARNING, category=Category.LOCK)
def check(at: At) -> Iterator[Problem]:
    for command in at.commands("AT_DropConstraint"):
        name = tree.word(command.node, "name")
        keys = at.table.foreign_keys if at.table else ()
        others = [key.referenced for key in keys if key.name == name]
        is_unknown = at.table is None or not at.table.is_complete
        if not others and not (is_unknown and "fk" in name.lower()):
            continue
        if at.is_at_stake(at.relation):
            other = others[0][1] if others else "the table that it refers to"
            yield at.problem(
                f"takes {at.lock(at.relation)}, on {other} too",
                about=f"constraint {name} of {at.relation[1]}",
                hint="Do it in a migration of its own.",
                where=command,
                settle="" if others else "If it is no foreign key, one table alone is locked.",
            )
