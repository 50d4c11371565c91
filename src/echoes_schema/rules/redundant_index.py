"""An index that another one already serves.

With an index on (a, b) one on (a) alone answers nothing that the first does not, and every write
maintains both. Leave it out, or drop the shorter one. A unique index is redundant where another
unique one has its very columns: else it has a rule of its own to keep. A partial index never is,
nor one with another order, class or method. An index that takes the place of one which the same
file drops is not meant; one that is only the beginning of another is a note, and so is one of the
columns of a new table's key.

```sql schema
CREATE TABLE ships (id bigint PRIMARY KEY, owner text, name text);
CREATE INDEX idx_ships_owner_name ON ships (owner, name);
CREATE UNIQUE INDEX uq_ships_name ON ships (name);
```

```sql bad
-- transactional: false
CREATE INDEX CONCURRENTLY idx_ships_owner ON ships (owner);
```

```sql bad
-- transactional: false
CREATE INDEX CONCURRENTLY idx_ships_id ON ships (id);
```

```sql bad
-- transactional: false
CREATE UNIQUE INDEX CONCURRENTLY uq_ships_name_again ON ships (name);
```

```sql good
-- transactional: false
CREATE INDEX CONCURRENTLY idx_ships_name_id ON ships (name, id);
CREATE UNIQUE INDEX CONCURRENTLY uq_ships_owner ON ships (owner);
CREATE INDEX CONCURRENTLY idx_ships_owner_hash ON ships USING hash (owner);
CREATE INDEX CONCURRENTLY idx_ships_owner_late ON ships (owner DESC);
CREATE INDEX CONCURRENTLY idx_ships_owner_some ON ships (owner) WHERE name IS NULL;
```
"""

from collections.abc import Iterator

from echoes_schema.model import Level
from echoes_schema.parser import tree
from echoes_schema.replay import Index
from echoes_schema.replay.definitions import index_of
from echoes_schema.rulebook import At, Category, Problem, on_statement


@on_statement("IndexStmt", level=Level.WARNING, category=Category.DESIGN, is_for_ups=True)
def check(at: At) -> Iterator[Problem]:
    new = index_of(at.node)
    if at.table is None or not _is_comparable(new):
        return
    for old in at.table.indexes:
        if _is_comparable(old) and old.name != new.name and _serves(old, new):
            is_same = old.columns == new.columns
            if is_same and _goes(at, old.name):
                return
            problem = at.problem(
                f"its columns are {'the same as' if is_same else 'the beginning of'} those"
                f" of {old.name}",
                about=f"index {new.name}",
                hint="Leave it out: the other one serves the same queries.",
            )
            is_of_new_key = old.is_constraint and at.is_made_here(at.relation)
            yield problem.at_most(None if is_same and not is_of_new_key else Level.INFO)
            return


def _is_comparable(index: Index) -> bool:
    return (
        index.method == "btree"
        and index.is_plain
        and not index.is_partial
        and bool(index.columns)
        and all(index.columns)
    )


def _serves(old: Index, new: Index) -> bool:
    if new.is_unique:
        return old.is_unique and old.columns == new.columns
    return old.columns[: len(new.columns)] == new.columns


def _goes(at: At, name: str) -> bool:
    """Return whether this script drops an index or its constraint after this statement."""
    dropped = [
        path[-1] for one in at.nodes_below("DropStmt") for path in tree.paths(one, "objects")
    ]
    for node in at.nodes_below("AlterTableStmt"):
        for command in tree.nodes(node, "cmds", "AlterTableCmd"):
            if command.get("subtype") == "AT_DropConstraint":
                dropped.append(tree.word(command, "name"))
    return name in dropped
