"""A view, function, type, sequence, schema, role or the like goes: whoever still uses it fails.

The release that runs meanwhile may call the function or read the view. First ship a release that
does without, then drop it, and say so in an allow line. CREATE OR REPLACE changes a view or a
function without a moment in which there is none.

Nothing is said of what the same file makes, or makes again under that name. A way back is not
judged. Tables and columns have rules of their own.

```sql schema
CREATE VIEW fleet AS SELECT 1 AS ships;
CREATE FUNCTION size() RETURNS int LANGUAGE sql AS 'SELECT 1';
CREATE TYPE mood AS ENUM ('sad');
```

```sql bad
DROP VIEW fleet;
```

```sql bad
DROP FUNCTION size();
```

```sql bad
DROP TYPE mood;
```

```sql bad
DROP ROLE IF EXISTS reports;
```

```sql good
DROP VIEW fleet;
CREATE VIEW fleet AS SELECT 2 AS ships, 3 AS docks;
```
"""

from collections.abc import Iterator

from echoes_schema.model import Level
from echoes_schema.parser import tree
from echoes_schema.rulebook import At, Category, Problem, on_statement
from echoes_schema.rulebook.made import dropped, made

_KINDS = {
    f"OBJECT_{word.upper()}": word
    for word in ("view", "function", "procedure", "aggregate", "type", "domain", "sequence")
} | {
    "OBJECT_MATVIEW": "materialized view",
    "OBJECT_SCHEMA": "schema",
    "OBJECT_EXTENSION": "extension",
    "OBJECT_ROUTINE": "function",
    "OBJECT_PUBLICATION": "publication",
    "OBJECT_FOREIGN_SERVER": "foreign server",
    "OBJECT_COLLATION": "collation",
    "OBJECT_TSCONFIGURATION": "text search configuration",
}


@on_statement(
    "DropStmt",
    "DropdbStmt",
    "DropRoleStmt",
    level=Level.WARNING,
    category=Category.COMPATIBILITY,
    is_for_ups=True,
)
def check(at: At) -> Iterator[Problem]:
    if at.kind == "DropdbStmt":
        yield _problem(at, "database", [tree.word(at.node, "dbname")])
        return
    if at.kind == "DropRoleStmt":
        roles = tree.nodes(at.node, "roles", "RoleSpec")
        yield _problem(at, "role", [tree.word(one, "rolename") for one in roles])
        return
    kind = _KINDS.get(tree.word(at.node, "removeType"), "")
    again = {name for later in at.after for _, name in made(later)} if kind else set()
    gone = [
        name[1]
        for name in (dropped(at.node) if kind else ())
        if name[1] not in again and not at.is_made_here(name)
    ]
    if gone:
        yield _problem(at, kind, gone)


def _problem(at: At, kind: str, names: list[str]) -> Problem:
    return at.problem(
        "a release that still uses it fails",
        about=f"{kind} {', '.join(names)}",
        hint="Drop it once no running release uses it, and say so in an allow line.",
    )
