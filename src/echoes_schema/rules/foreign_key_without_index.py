"""A foreign key whose columns no index begins with.

To delete a row of the other table, or change its key, PostgreSQL reads this whole table for each
such row, holding the lock. Create an index that begins with the columns. It is looked for in the
file and in what came before; where indexes have files of their own, it may come later: this is a
note.

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
from echoes_schema.replay.definitions import index_of
from echoes_schema.rulebook import At, Category, Problem, on_statement


@on_statement(
    "CreateStmt", "AlterTableStmt", level=Level.INFO, category=Category.DESIGN, is_for_ups=True
)
def check(at: At) -> Iterator[Problem]:
    for command, node, columns in at.keys("CONSTR_FOREIGN"):
        if any(set(one[: len(columns)]) == set(columns) for one in _indexed(at)):
            continue
        other = tree.relation(node, "pktable")[1]
        yield at.problem(
            f"no index begins with it: deleting from {other} reads the whole table",
            about=f"foreign key {at.relation[1]}.{', '.join(columns)}",
            hint="Create an index that begins with its columns.",
            where=command,
        )


def _indexed(at: At) -> Iterator[tuple[str, ...]]:
    """Yield the columns of each index that the table has after the file."""
    if at.table:
        yield from (one.columns for one in at.table.indexes)
    for contype in ("CONSTR_PRIMARY", "CONSTR_UNIQUE"):
        yield from (columns for _, _, columns in at.keys(contype))
    for node in at.nodes_below("IndexStmt"):
        if tree.relation(node)[1] == at.relation[1]:
            yield index_of(node).columns
