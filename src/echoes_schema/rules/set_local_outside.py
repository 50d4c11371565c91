"""SET LOCAL holds until the transaction ends, and here there is none: it does nothing.

PostgreSQL warns (SQLSTATE 25P01), and what comes after runs with the settings of before: without
the lock_timeout that was meant, or on another search_path. The same is true of SET TRANSACTION and
SET CONSTRAINTS, and of `set_config(…, true)`, where it does not even warn. In a file that runs
outside a transaction write SET without LOCAL, which holds for the rest of the file.

A file by itself is not judged: how it is sent nobody knows.

```sql bad
-- transactional: false
SET LOCAL statement_timeout = '1h';
VACUUM;
```

```sql bad
-- transactional: false
SET CONSTRAINTS ALL DEFERRED;
VACUUM;
```

```sql bad
-- transactional: false
SELECT set_config('maintenance_work_mem', '1GB', true);
VACUUM;
```

```sql good
-- transactional: false
SET statement_timeout = '1h';
VACUUM;
```

```sql good
SET LOCAL statement_timeout = '1h';
CREATE TABLE ships (id bigint PRIMARY KEY);
```
"""

from collections.abc import Iterator

from echoes_schema.model import Level
from echoes_schema.parser import tree
from echoes_schema.parser.tree import Node
from echoes_schema.rulebook import At, Category, Problem, on_statement

_HINT = "Write SET without LOCAL, which holds for the rest of the file."
_TRANSACTION = "TRANSACTION"
# A name, a value and whether it is local.
_ARGUMENTS = 3


@on_statement(
    "VariableSetStmt",
    "ConstraintsSetStmt",
    "SelectStmt",
    level=Level.WARNING,
    category=Category.TRANSACTION,
)
def check(at: At) -> Iterator[Problem]:
    if not at.script.has_runner or at.session.is_in_transaction:
        return
    name = tree.word(at.node, "name")
    if at.kind == "SelectStmt":
        for setting in _set_locally(at) if "set_config" in at.statement.sql else []:
            about = f"setting {setting}"
            yield at.problem("is set for this statement alone", about=about, hint=_HINT)
    elif at.kind == "ConstraintsSetStmt" or name == _TRANSACTION:
        yield at.problem("does nothing outside a transaction", hint="Leave it out.")
    elif at.node.get("is_local"):
        message = "SET LOCAL does nothing outside a transaction"
        yield at.problem(message, about=f"setting {name}", hint=_HINT)


def _set_locally(at: At) -> list[str]:
    """Return what a SELECT sets until the transaction ends, where it does nothing but that."""
    values = [tree.child(one, "val") for one in tree.nodes(at.node, "targetList", "ResTarget")]
    calls = [tree.child(one, "FuncCall") for one in values]
    if "fromClause" in at.node or not all(map(_is_local, calls)):
        return []
    names = (tree.nodes(call, "args", "A_Const")[0] for call in calls)
    return [tree.word(tree.child(one, "sval"), "sval") for one in names]


def _is_local(call: Node) -> bool:
    given = tree.nodes(call, "args", "A_Const")
    is_it = tree.strings(call, "funcname")[-1:] == ("set_config",) and len(given) == _ARGUMENTS
    return is_it and bool(tree.child(given[-1], "boolval").get("boolval"))
