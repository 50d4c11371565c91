"""ALTER SYSTEM changes the whole server: every database, and every start from now on.

It writes postgresql.auto.conf, which outlives the database, and which no way back of another
database knows of; a value that the server cannot start with is noticed when it does not start.
It needs a superuser, and cannot run in a transaction. Settings of the server belong to whoever runs
it. What one database or role needs is `ALTER DATABASE … SET` or `ALTER ROLE … SET`.

```sql bad
-- transactional: false
ALTER SYSTEM SET work_mem = '1GB';
```

```sql bad
-- transactional: false
ALTER SYSTEM RESET ALL;
```

```sql good
ALTER ROLE CURRENT_USER SET statement_timeout = '1min';
```
"""

from collections.abc import Iterator

from echoes_schema.model import Level
from echoes_schema.parser import tree
from echoes_schema.rulebook import At, Category, Problem, on_statement


@on_statement(
    "AlterSystemStmt", level=Level.WARNING, category=Category.COMPATIBILITY, is_for_ups=True
)
def check(at: At) -> Iterator[Problem]:
    name = tree.word(tree.child(at.node, "setstmt"), "name")
    yield at.problem(
        "changes the whole server, and every start of it from now on",
        about=f"setting {name}" if name else "every setting",
        hint="Leave it to whoever runs the server, or set it for the database or role alone.",
    )
