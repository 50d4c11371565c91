"""A primary key out of an index reads every row where its columns are not NOT NULL yet.

ADD PRIMARY KEY USING INDEX takes a moment, but it also makes the columns NOT NULL, and looks for a
NULL in every row under ACCESS EXCLUSIVE. It does not look where they are NOT NULL, or where a
validated CHECK proves it. Do that first: see [set-not-null](#set-not-null).

Nothing is said of a table that no migration shows.

```sql schema
CREATE TABLE ships (id bigint, number bigint NOT NULL);
CREATE UNIQUE INDEX uq_ships_id ON ships (id);
CREATE UNIQUE INDEX uq_ships_number ON ships (number);
```

```sql bad
ALTER TABLE ships ADD CONSTRAINT ships_pkey PRIMARY KEY USING INDEX uq_ships_id;
```

```sql good
ALTER TABLE ships ADD CONSTRAINT ships_pkey PRIMARY KEY USING INDEX uq_ships_number;
```
"""

from collections.abc import Iterator

from echoes_schema.model import Level
from echoes_schema.parser import tree
from echoes_schema.replay import Table
from echoes_schema.rulebook import At, Category, Problem, on_statement


@on_statement("AlterTableStmt", level=Level.ERROR, category=Category.LOCK)
def check(at: At) -> Iterator[Problem]:
    table = at.table
    if table is None or not at.is_at_stake(at.relation):
        return
    for command, node in at.constraints("CONSTR_PRIMARY"):
        index = table.index(tree.word(node, "indexname"))
        nullable = [name for name in index.columns if _may_be_null(table, name)] if index else []
        if nullable:
            yield at.problem(
                f"{', '.join(nullable)} may be NULL: reads every row under {at.lock(at.relation)}",
                about=f"primary key of {at.relation[1]}",
                hint="Make the column NOT NULL first, with a CHECK that is validated before.",
                where=command,
            )


def _may_be_null(table: Table, name: str) -> bool:
    column = table.columns.get(name)
    return column is not None and column.is_nullable and not table.is_proved_not_null(name)
