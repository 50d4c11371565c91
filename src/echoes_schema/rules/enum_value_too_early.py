"""A value that this transaction has added to an enum is used before it is committed.

PostgreSQL refuses it (SQLSTATE 55P04): an index built meanwhile could not be trusted. Use the
value in the next migration. With version 17 and later it may be used where the type itself was
made in the same transaction.

```sql schema
CREATE TYPE status AS ENUM ('docked');
CREATE TABLE ships (id bigint PRIMARY KEY, status status, name text);
```

```sql bad
ALTER TYPE status ADD VALUE 'lost';
UPDATE ships SET status = 'lost' WHERE id = 1;
```

```sql good
ALTER TYPE status ADD VALUE 'lost';
UPDATE ships SET status = 'docked' WHERE id = 1;
```

```sql good
-- transactional: false
ALTER TYPE status ADD VALUE 'lost';
UPDATE ships SET status = 'lost' WHERE id = 1;
```
"""

from collections.abc import Iterator

from echoes_schema.model import Level
from echoes_schema.parser import tree
from echoes_schema.replay import Enum
from echoes_schema.rulebook import At, Category, Problem, on_statement

_FRESH_WITH_TYPE = 17


@on_statement(
    "AlterTableStmt",
    "CreateStmt",
    "CreateTableAsStmt",
    "DeleteStmt",
    "IndexStmt",
    "InsertStmt",
    "SelectStmt",
    "UpdateStmt",
    "ViewStmt",
    level=Level.ERROR,
    category=Category.TRANSACTION,
)
def check(at: At) -> Iterator[Problem]:
    if not at.session.is_in_transaction:
        return
    for enum in at.schema.enums.values():
        if enum.transaction != at.session.transaction or not enum.fresh or _is_free(at, enum):
            continue
        strings = {
            tree.word(tree.child(one, "sval"), "sval") for one in tree.below(at.node, "A_Const")
        }
        for label in sorted(enum.fresh & strings):
            yield at.problem(
                f"'{label}' was added in this transaction, and cannot be used in it",
                about=f"type {enum.name[1]}",
                hint="Use it in the next migration.",
                settle="" if _is_of(at, enum) else f"It is safe where it is no {enum.name[1]}.",
            )


def _is_free(at: At, enum: Enum) -> bool:
    return enum.born_in == at.session.transaction and at.settings.oldest >= _FRESH_WITH_TYPE


def _is_of(at: At, enum: Enum) -> bool:
    """Return whether a column of the statement's table is of the type."""
    columns = at.table.columns.values() if at.table else ()
    return any(one.type.split(".")[-1] == enum.name[1] for one in columns)
