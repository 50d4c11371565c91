"""A foreign key whose columns no index begins with.

To delete a row of the other table, or change its key, PostgreSQL reads this whole table for each
such row, holding the lock. Create an index that begins with the columns. It is looked for in all
migrations that are read, those that come later too.

It is a note where the other table is new as well, and where the foreign key is put on columns that
the table has already: nobody waits for that today. Of a table that no migration shows nothing is
said.

```sql schema
CREATE TABLE owners (id bigint PRIMARY KEY);
```

```sql bad
CREATE TABLE ships (id bigint PRIMARY KEY, owner_id bigint REFERENCES owners);
```

```sql good
CREATE TABLE ships (id bigint PRIMARY KEY, owner_id bigint REFERENCES owners);
CREATE INDEX idx_ships_owner_id ON ships (owner_id);
```

```sql good
CREATE TABLE ships (owner_id bigint REFERENCES owners, id bigint, PRIMARY KEY (owner_id, id));
```
"""

from collections.abc import Iterator

from echoes_schema.model import Level
from echoes_schema.parser import tree
from echoes_schema.parser.tree import Name
from echoes_schema.rulebook import At, Category, Problem, on_statement


@on_statement(
    "CreateStmt", "AlterTableStmt", level=Level.WARNING, category=Category.DESIGN, is_for_ups=True
)
def check(at: At) -> Iterator[Problem]:
    for command, node, columns in at.keys("CONSTR_FOREIGN"):
        is_old = command is not None and command.subtype == "AT_AddConstraint"
        is_unknown = is_old and (at.table is None or not at.table.is_complete)
        if is_unknown or any(set(one[: len(columns)]) == set(columns) for one in _indexed(at)):
            continue
        other = tree.relation(node, "pktable")
        problem = at.problem(
            f"no index begins with it: deleting from {other[1]} reads the whole table",
            about=f"foreign key {at.relation[1]}.{', '.join(columns)}",
            hint="Create an index that begins with its columns.",
            where=command,
        )
        yield problem.at_most(Level.INFO if is_old or _is_new(at, other) else None)


def _is_new(at: At, other: Name) -> bool:
    return at.is_made_here(other) or other[1] == at.relation[1]


def _indexed(at: At) -> Iterator[tuple[str, ...]]:
    """Yield the columns of each index that the table has, or is to have."""
    if at.table:
        yield from (one.columns for one in at.table.indexes)
    for contype in ("CONSTR_PRIMARY", "CONSTR_UNIQUE"):
        yield from (columns for _, _, columns in at.keys(contype))
    yield from at.coming().get(at.relation[1], ())
