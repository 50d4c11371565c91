"""session_replication_role = replica turns off foreign keys and triggers.

What is written meanwhile is checked by nobody, and nothing checks it later: the constraint says
that it is valid, and the rows do not fit it. Write the rows in an order that satisfies the keys,
or make the constraint DEFERRABLE.

```sql bad
SET session_replication_role = replica;
```

```sql bad
SELECT set_config('session_replication_role', 'replica', true);
```

```sql good
SET session_replication_role = origin;
```
"""

from collections.abc import Iterator

from echoes_schema.model import Level
from echoes_schema.parser import tree
from echoes_schema.parser.tree import Node
from echoes_schema.rulebook import At, Category, Problem, on_statement

_NAME = "session_replication_role"


@on_statement(
    "VariableSetStmt",
    "SelectStmt",
    "AlterRoleSetStmt",
    "AlterDatabaseSetStmt",
    "AlterSystemStmt",
    level=Level.ERROR,
    category=Category.SECURITY,
)
def check(at: At) -> Iterator[Problem]:
    if _NAME not in at.statement.sql.lower():
        return
    if any(value == "replica" for value in _values(at)):
        yield at.problem(
            "foreign keys and triggers are off: nobody checks what is written",
            about=f"setting {_NAME}",
            hint="Write the rows in an order that satisfies the keys, or DEFER the constraint.",
        )


def _values(at: At) -> Iterator[str]:
    sets = [at.node] if at.kind == "VariableSetStmt" else [*tree.below(at.node, "VariableSetStmt")]
    sets += [one for one in (tree.child(at.node, "setstmt"),) if one]
    for one in sets:
        if tree.word(one, "name").lower() == _NAME:
            yield from _constants(one)
    for call in tree.below(at.node, "FuncCall"):
        constants = [*_constants(call)]
        if tree.strings(call, "funcname")[-1:] == ("set_config",) and constants[:1] == [_NAME]:
            yield from constants[1:2]


def _constants(node: Node) -> Iterator[str]:
    for one in tree.nodes(node, "args", "A_Const"):
        yield tree.word(tree.child(one, "sval"), "sval").lower()
