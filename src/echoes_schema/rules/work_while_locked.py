"""A long statement runs while the transaction keeps everybody out of a table.

What ALTER TABLE has locked with ACCESS EXCLUSIVE stays locked until the transaction ends:
through every UPDATE, copy, VALIDATE or pg_sleep() that comes after it in the same file. Change the
table in one migration, and fill or check it in the next.

What is dropped and made again under its name keeps its readers waiting too, until the transaction
ends. Nothing is said of what takes a moment: writes of some rows, and other changes of the schema.

```sql schema
CREATE TABLE ships (id bigint PRIMARY KEY, name text, mass int);
ALTER TABLE ships ADD CONSTRAINT ships_mass_check CHECK (mass > 0) NOT VALID;
CREATE MATERIALIZED VIEW masses AS SELECT sum(mass) AS mass FROM ships;
```

```sql bad
ALTER TABLE ships ADD COLUMN title text;
UPDATE ships SET title = name;
```

```sql bad
ALTER TABLE ships ADD COLUMN title text;
ALTER TABLE ships VALIDATE CONSTRAINT ships_mass_check;
```

```sql bad
DROP MATERIALIZED VIEW masses;
CREATE MATERIALIZED VIEW masses AS SELECT mass, count(*) AS ships FROM ships GROUP BY mass;
```

```sql good
ALTER TABLE ships ADD COLUMN title text;
UPDATE ships SET title = 'flag' WHERE id = 1;
```

```sql good
-- transactional: false
ALTER TABLE ships ADD COLUMN title text;
ALTER TABLE ships VALIDATE CONSTRAINT ships_mass_check;
```
"""

from collections.abc import Iterator

from echoes_schema import locks
from echoes_schema.locks import Mode, Role
from echoes_schema.model import Level
from echoes_schema.parser import tree
from echoes_schema.rulebook import At, Category, Problem, on_statement
from echoes_schema.rulebook.breadth import is_wide, writes
from echoes_schema.rulebook.made import made

_WRITES = ("UpdateStmt", "DeleteStmt", "InsertStmt", "MergeStmt", "SelectStmt", "ExplainStmt")


@on_statement(
    *_WRITES, "AlterTableStmt", "CreateTableAsStmt", level=Level.WARNING, category=Category.LOCK
)
def check(at: At) -> Iterator[Problem]:
    if not at.session.is_in_transaction or not _is_long(at):
        return
    again = {name for later in (at.statement, *at.after) for _, name in made(later)}
    locked = dict.fromkeys(
        touch.relation[1]
        for one in at.session.done
        for touch in locks.of(one)
        if touch.role.is_named
        and touch.mode is Mode.ACCESS_EXCLUSIVE
        and at.is_at_stake(touch.relation)
        # Of what is dropped for good nobody waits to read.
        and (one.kind != "DropStmt" or touch.relation[1] in again)
    )
    if locked:
        yield at.problem(
            f"runs while {', '.join(locked)} is under ACCESS EXCLUSIVE,"
            " which blocks reads and writes",
            hint="Put it into the next migration.",
        )


def _is_long(at: At) -> bool:
    if at.kind == "AlterTableStmt":
        # What this transaction has added itself is validate-in-same-transaction's.
        names = {tree.word(one.node, "name") for one in at.commands("AT_ValidateConstraint")}
        return bool(names - at.constraints_added) and at.is_at_stake(at.relation)
    if at.kind == "CreateTableAsStmt":
        return any(one.role is Role.SOURCE and at.is_at_stake(one.relation) for one in at.touches)
    return _sleeps(at) or any(
        is_wide(at, kind, node) and (kind == "InsertStmt" or at.is_at_stake(tree.relation(node)))
        for kind, node in writes(at)
    )


def _sleeps(at: At) -> bool:
    return "pg_sleep" in at.statement.sql and any(
        tree.strings(call, "funcname")[-1].startswith("pg_sleep")
        for call in tree.below(at.node, "FuncCall")
    )
