"""Two statements of one transaction go through the same table, where one could do both.

Each of them reads or writes every row under the lock that both hold. ALTER TABLE takes several
actions, separated by commas, and goes through the table once for all of them.

```sql schema
CREATE TABLE ships (id bigint PRIMARY KEY, mass int, volume int);
```

```sql bad
ALTER TABLE ships ALTER COLUMN mass TYPE bigint;
ALTER TABLE ships ALTER COLUMN volume TYPE bigint;
```

```sql good
ALTER TABLE ships
ALTER COLUMN mass TYPE bigint,
ALTER COLUMN volume TYPE bigint;
```
"""

from collections.abc import Iterator

from echoes_schema.locks import Answer
from echoes_schema.model import Level
from echoes_schema.parser import tree
from echoes_schema.parser.tree import Name, Node
from echoes_schema.rulebook import At, Category, Problem, on_statement


@on_statement("AlterTableStmt", level=Level.INFO, category=Category.LOCK)
def check(at: At) -> Iterator[Problem]:
    if not _goes_through(at, at.relation):
        return
    done = at.session.done if at.session.is_in_transaction else []
    earlier = {tree.relation(one.node) for one in done if _changes_a_type(one.node)}
    earlier |= {touch.relation for touch in at.held if touch.rewrite is Answer.YES}
    if at.relation in earlier and at.is_at_stake(at.relation):
        yield at.problem(
            "goes through the table once more",
            hint="Make it one ALTER TABLE, with the actions separated by commas.",
        )


def _goes_through(at: At, name: Name) -> bool:
    is_rewrite = any(one.relation == name and one.rewrite is Answer.YES for one in at.touches)
    return is_rewrite or _changes_a_type(at.node)


def _changes_a_type(node: Node) -> bool:
    commands = tree.nodes(node, "cmds", "AlterTableCmd")
    return any(one.get("subtype") == "AT_AlterColumnType" for one in commands)
