"""An EXCLUDE constraint builds its index while nobody reads or writes the table.

It takes ACCESS EXCLUSIVE, reads every row and builds an index; there is no NOT VALID for it and
no USING INDEX. On a table in use, put it on a new table and move the rows over in batches, or
add it in a window when nobody needs the table.

```sql schema
CREATE TABLE flights (id bigint PRIMARY KEY, during tstzrange);
```

```sql bad
ALTER TABLE flights ADD CONSTRAINT flights_during_excl EXCLUDE USING gist (during WITH &&);
```

```sql good
CREATE TABLE docks (id bigint PRIMARY KEY, during tstzrange);
ALTER TABLE docks ADD CONSTRAINT docks_during_excl EXCLUDE USING gist (during WITH &&);
```
"""

from collections.abc import Iterator

from echoes_schema.model import Level
from echoes_schema.parser import tree
from echoes_schema.rulebook import At, Category, Problem, on_statement


@on_statement("AlterTableStmt", level=Level.ERROR, category=Category.LOCK)
def check(at: At) -> Iterator[Problem]:
    for command, node in at.constraints("CONSTR_EXCLUSION"):
        if at.is_at_stake(at.relation):
            yield at.problem(
                f"builds an index under {at.lock(at.relation)}",
                about=f"constraint {tree.word(node, 'conname') or 'EXCLUDE'} of {at.relation[1]}",
                hint="Put it on a new table and move the rows over, or wait for a quiet hour.",
                where=command,
            )
