"""A table, view, function, type or schema has another name at once, and programs use the old one.

The running release is not replaced in that moment: every statement that names the old one fails
from the commit on. SET SCHEMA does the same to whoever does not have the new schema on the
search_path. Put a view with the old name in its place in the same transaction: then nothing is
said. An index or a constraint is named by nobody but migrations.

A way back is not judged.

```sql schema
CREATE TABLE ships (id bigint PRIMARY KEY, name text);
CREATE SCHEMA old;
CREATE TYPE mood AS ENUM ('sad');
CREATE SEQUENCE numbers;
```

```sql bad
ALTER TABLE ships RENAME TO vessels;
```

```sql bad
ALTER TABLE ships SET SCHEMA old;
```

```sql bad
ALTER SCHEMA old RENAME TO older;
```

```sql bad
ALTER SEQUENCE numbers RENAME TO ship_numbers;
```

```sql good
ALTER TABLE ships RENAME TO vessels;
CREATE VIEW ships AS SELECT id, name FROM vessels;
```

```sql good
ALTER INDEX ships_pkey RENAME TO ships_id_pkey;
```

```sql good
ALTER TYPE mood RENAME TO mood_before;
CREATE TYPE mood AS ENUM ('sad', 'glad');
```
"""

from collections.abc import Iterator

from echoes_schema.model import Level
from echoes_schema.parser import tree
from echoes_schema.parser.tree import Name
from echoes_schema.rulebook import At, Category, Problem, on_statement
from echoes_schema.rulebook.context import shown
from echoes_schema.rulebook.made import made

_KINDS = {
    f"OBJECT_{word.replace(' ', '').upper()}": word
    for word in (
        *("table", "view", "schema", "type", "domain", "function", "procedure"),
        *("sequence", "role", "database"),
    )
} | {"OBJECT_MATVIEW": "materialized view", "OBJECT_FOREIGN_TABLE": "foreign table"}


@on_statement(
    "RenameStmt",
    "AlterObjectSchemaStmt",
    level=Level.WARNING,
    category=Category.COMPATIBILITY,
    is_for_ups=True,
)
def check(at: At) -> Iterator[Problem]:
    kind = tree.word(at.node, "renameType") or tree.word(at.node, "objectType")
    name = _name(at)
    if kind in _KINDS and not at.is_made_here(name) and not _is_replaced(at, name):
        yield at.problem(
            "a release that still uses the old name fails",
            about=shown(name, _KINDS[kind]),
            hint="Put a view with the old name in its place, or keep the name.",
        )


def _name(at: At) -> Name:
    if at.relation[1]:
        return at.relation
    if tree.word(at.node, "subname"):
        return "", tree.word(at.node, "subname")
    named = tree.child(at.node, "object")
    function = tree.strings(tree.child(named, "ObjectWithArgs"), "objname")
    return tree.qualified(function or tree.strings(tree.child(named, "List"), "items"))


def _is_replaced(at: At, name: Name) -> bool:
    """Return whether something else gets the old name in this script."""
    return any(name[1] == one[1] for statement in at.after for one in made(statement))
