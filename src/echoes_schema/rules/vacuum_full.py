"""VACUUM FULL and CLUSTER write the whole table anew while nobody reads or writes it.

Both hold ACCESS EXCLUSIVE until the table and every index of it are written again. A plain VACUUM
frees the space for new rows without that. To give it back to the disk, use pg_repack or pg_squeeze,
which lock for a moment.

```sql bad
VACUUM FULL ships;
```

```sql bad
CLUSTER ships USING idx_ships_name;
```

```sql good
-- transactional: false
VACUUM (ANALYZE) ships;
```
"""

from collections.abc import Iterator

from echoes_schema.model import Level
from echoes_schema.parser import tree
from echoes_schema.parser.tree import Name
from echoes_schema.rulebook import At, Category, Problem, on_statement
from echoes_schema.rulebook.context import shown


@on_statement("VacuumStmt", "ClusterStmt", level=Level.ERROR, category=Category.LOCK)
def check(at: At) -> Iterator[Problem]:
    if at.kind == "VacuumStmt" and "full" not in tree.options(at.node, "options"):
        return
    for name in _names(at):
        if not at.is_unshared(name):
            yield at.problem(
                "writes the table anew under ACCESS EXCLUSIVE, which blocks reads and writes",
                about=shown(name),
                hint="A plain VACUUM, or pg_repack.",
            )


def _names(at: At) -> list[Name]:
    """Return the tables that are named, a nameless one where it is all that there are."""
    named = [tree.relation(one) for one in tree.nodes(at.node, "rels", "VacuumRelation")]
    return named or [at.relation]
