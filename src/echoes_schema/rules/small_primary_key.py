"""An integer key that counts up ends at 2,147,483,647, a smallint at 32,767.

Then every INSERT fails, and to make it bigint the whole table is written anew while nobody uses
it. A bigint from the start costs four bytes a row. A key that nothing counts, or that refers to
another table, is not meant.

```sql bad
CREATE TABLE ships (id serial PRIMARY KEY);
```

```sql bad
CREATE TABLE ships (id int GENERATED ALWAYS AS IDENTITY, PRIMARY KEY (id));
```

```sql good
CREATE TABLE ships (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY);
CREATE TABLE kinds (kind_id int PRIMARY KEY);
```
"""

from collections.abc import Iterator

from echoes_schema.model import Level
from echoes_schema.parser import tree
from echoes_schema.replay.definitions import type_name
from echoes_schema.rulebook import At, Category, Problem, on_statement

_SMALL = {"int4", "int2"}
_COUNTING = {"serial", "serial4", "smallserial", "serial2"}


@on_statement(
    "CreateStmt", "AlterTableStmt", level=Level.INFO, category=Category.DESIGN, is_for_ups=True
)
def check(at: At) -> Iterator[Problem]:
    keys = {columns[0] for _, _, columns in at.keys("CONSTR_PRIMARY") if len(columns) == 1}
    for command, column in at.columns():
        name = tree.word(column, "colname")
        if name not in keys:
            continue
        kind = type_name(tree.child(column, "typeName"))
        contypes = {
            tree.word(one, "contype") for one in tree.nodes(column, "constraints", "Constraint")
        }
        is_counted = kind in _COUNTING or (kind in _SMALL and "CONSTR_IDENTITY" in contypes)
        if is_counted and "CONSTR_FOREIGN" not in contypes:
            yield at.problem(
                f"{kind} counts up to its end, and then every INSERT fails",
                about=f"column {at.relation[1]}.{name}",
                hint="Make it bigint GENERATED ALWAYS AS IDENTITY.",
                where=command,
            )
