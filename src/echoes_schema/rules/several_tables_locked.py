"""A transaction locks several tables of others, and holds one while it waits for the next.

Each lock waits for whoever has the table, and what is locked already stays locked meanwhile:
nobody writes to the first table while the second is awaited. A program that takes the two in the
other order makes a deadlock, and PostgreSQL ends one of both. Change one table in a migration; a
new table with several foreign keys gets them one by one, in migrations of their own.

It is said once, where the second table is. Locks that keep only other DDL out do not count, nor
do tables that this file has made, nor the two sides of one foreign key.

```sql schema
CREATE TABLE owners (id bigint PRIMARY KEY);
CREATE TABLE ships (id bigint PRIMARY KEY);
```

```sql bad
ALTER TABLE owners ADD COLUMN name text;
ALTER TABLE ships ADD COLUMN name text;
```

```sql bad
CREATE TABLE flights (
    pilot_id bigint REFERENCES owners (id),
    ship_id bigint REFERENCES ships (id)
);
```

```sql good
ALTER TABLE ships ADD COLUMN name text;
ALTER TABLE ships ADD COLUMN note text;
CREATE TABLE flights (id bigint PRIMARY KEY);
ALTER TABLE flights ADD COLUMN ship_id bigint;
```

```sql good
-- transactional: false
ALTER TABLE owners ADD COLUMN name text;
ALTER TABLE ships ADD COLUMN name text;
```
"""

from collections.abc import Iterable, Iterator

from echoes_schema import locks
from echoes_schema.locks import Mode, Touch
from echoes_schema.model import Level
from echoes_schema.parser.tree import Name
from echoes_schema.rulebook import At, Category, Problem, on_statement

_KINDS = ("AlterTableStmt", "CreateStmt", "RenameStmt", "CreateTrigStmt", "LockStmt", "IndexStmt")


@on_statement(*_KINDS, level=Level.WARNING, category=Category.LOCK)
def check(at: At) -> Iterator[Problem]:
    now = (at.kind, _blocked(at, at.touches))
    if not now[1]:
        return
    done = [
        (one.kind, _blocked(at, locks.of(one))) for one in at.session.done if one.kind in _KINDS
    ]
    if _are_several([*done, now]) and not _are_several(done):
        names = ", ".join(sorted({name for _, tables in (*done, now) for _, name in tables}))
        yield at.problem(
            f"holds locks on {names} at once, each until the transaction ends",
            hint="Change one table in a migration.",
        )


def _are_several(statements: list[tuple[str, frozenset[Name]]]) -> bool:
    """Return whether it is more than one table; a foreign key cannot do without two."""
    tables = {name for _, names in statements for name in names}
    pairs = [names for kind, names in statements if kind == "AlterTableStmt"]
    return len(tables) > 2 or (len(tables) == 2 and tables not in pairs)


def _blocked(at: At, touches: Iterable[Touch]) -> frozenset[Name]:
    """Return the tables that others use, of those whose writers have to wait."""
    found = set()
    for touch in touches:
        is_blocking = touch.mode.conflicts(Mode.ROW_EXCLUSIVE)
        if touch.role.is_named and is_blocking and at.is_at_stake(touch.relation):
            table = at.schema.table(touch.relation)
            if table is None or table.kind not in ("view", "matview"):
                found.add(table.name if table else at.schema.new_name(touch.relation))
    return frozenset(found)
