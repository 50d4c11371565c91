"""A column goes, and with it what it held and whoever still reads it.

The release that runs while the migration does may select the column, or insert into it; an ORM
names all of them. Indexes and constraints of the table that use it go too; a view that reads it
stops the statement, as [read-by-view](#read-by-view) tells. First ship a release that does not know
the column, then drop it, and say so: `-- allow drop-column: no release since 2.3 reads it.`

A column that the same file has added is nobody's. A way back is not judged: it takes away what
its migration made.

```sql schema
CREATE TABLE ships (id bigint PRIMARY KEY, name text);
```

```sql bad
ALTER TABLE ships DROP COLUMN name;
```

```sql good
-- allow drop-column: no release since 2.3 reads it.
ALTER TABLE ships DROP COLUMN name;
```

```sql good
ALTER TABLE ships ADD COLUMN scratch text;
ALTER TABLE ships DROP COLUMN scratch;
```

```sql good rollback
ALTER TABLE ships DROP COLUMN name;
```
"""

from collections.abc import Iterator
from functools import lru_cache

from echoes_schema.model import Level
from echoes_schema.parser import tree
from echoes_schema.parser.reading import Reading
from echoes_schema.parser.tree import Name
from echoes_schema.rulebook import At, Category, Problem, on_statement


@on_statement(
    "AlterTableStmt", level=Level.WARNING, category=Category.COMPATIBILITY, is_for_ups=True
)
def check(at: At) -> Iterator[Problem]:
    for command in at.commands("AT_DropColumn"):
        if not at.is_unshared(at.relation) and not _is_added_above(at, command.column):
            yield at.problem(
                "its data are lost, and a release that still names it fails",
                about=f"column {at.relation[1]}.{command.column}",
                hint="Drop it once no running release reads it, and say so in an allow line.",
                where=command,
            )


def _is_added_above(at: At, column: str) -> bool:
    place = _added(at.script.reading).get((at.relation, column))
    return place is not None and place < at.statement.offset


@lru_cache(maxsize=1)  # each statement of a script asks
def _added(reading: Reading) -> dict[tuple[Name, str], int]:
    """Return where a script first adds each column, by table and name."""
    found: dict[tuple[Name, str], int] = {}
    for statement in reading.by_kind.get("AlterTableStmt", ()):
        for command in tree.nodes(statement.node, "cmds", "AlterTableCmd"):
            if command.get("subtype") == "AT_AddColumn":
                column = tree.child(tree.child(command, "def"), "ColumnDef")
                key = tree.relation(statement.node), tree.word(column, "colname")
                found.setdefault(key, statement.offset)
    return found
