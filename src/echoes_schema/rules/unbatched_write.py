"""One statement writes all rows of a table, and locks each until the transaction ends.

UPDATE and DELETE without WHERE, a backfill of what IS NULL, INSERT … SELECT of a whole table:
whoever writes one of the rows waits until it is all done; the old rows stay as bloat, replicas
fall behind, and a failure at the end begins it anew. Put the statement into a file of its own
that says `-- batch: 5000 by id`: the runner cuts it along that column into transactions of 5,000
rows, and goes on where it stopped.

What picks its rows by constants is taken to be few: `id = 5`, a list, two bounds, LIMIT, VALUES. A
boolean, an enum and a column named state, status, kind or type pick many. A loop that does not
COMMIT, in a DO block or a function, is one transaction, however small its batches are.

```sql schema
CREATE TABLE ships (id bigint PRIMARY KEY, name text, is_old boolean, status text);
```

```sql bad
UPDATE ships SET is_old = false;
```

```sql bad
UPDATE ships SET is_old = false WHERE is_old IS NULL;
```

```sql bad
DELETE FROM ships WHERE is_old;
```

```sql bad
UPDATE ships SET is_old = true WHERE status = 'sunk';
```

```sql bad
CREATE TABLE vessels (id bigint, name text);
INSERT INTO vessels SELECT id, name FROM ships;
```

```sql bad
WITH gone AS (DELETE FROM ships WHERE is_old RETURNING id) SELECT count(*) FROM gone;
```

```sql bad
DO $$
BEGIN
    LOOP
        DELETE FROM ships WHERE id IN (SELECT id FROM ships WHERE is_old LIMIT 1000);
        EXIT WHEN NOT FOUND;
    END LOOP;
END
$$;
```

```sql good
-- batch: 5000 by id
UPDATE ships SET is_old = false WHERE is_old IS NULL;
```

```sql good
UPDATE ships SET name = 'Rifter' WHERE id = 5;
DELETE FROM ships WHERE id IN (6, 7) AND is_old;
INSERT INTO ships (id, name) VALUES (8, 'Rifter');
```
"""

from collections.abc import Iterator

from echoes_schema.errors import EchoesError
from echoes_schema.migrations import header
from echoes_schema.model import Level
from echoes_schema.parser import tree
from echoes_schema.rulebook import At, Category, Problem, on_statement
from echoes_schema.rulebook.breadth import is_wide, writes
from echoes_schema.rulebook.context import shown

_KINDS = ("UpdateStmt", "DeleteStmt", "InsertStmt", "MergeStmt", "SelectStmt", "ExplainStmt")
_HINT = "Give it a file of its own that says -- batch: 5000 by id."


@on_statement(*_KINDS, level=Level.WARNING, category=Category.LOCK)
def check(at: At) -> Iterator[Problem]:
    for kind, node in writes(at):
        is_copy, name = kind == "InsertStmt", tree.relation(node)
        is_others = at.is_at_stake(name) and not at.is_made_here(name)
        if (is_copy or is_others) and is_wide(at, kind, node) and not _is_batched(at):
            what = "copies whole tables" if is_copy else "may write every row"
            yield at.problem(f"{what} in one transaction", about=shown(name), hint=_HINT)


def _is_batched(at: At) -> bool:
    try:
        return header.read(at.script.text, at.script.path).batch is not None
    except EchoesError:
        return False
