"""CONCURRENTLY does not work here: PostgreSQL refuses the statement, and the migration stops.

- REFRESH MATERIALIZED VIEW needs a unique index on plain columns of the view, without WHERE, and
  fills no view WITH NO DATA.
- DETACH PARTITION is refused while there is a default partition.
- DROP INDEX takes one index at a time, without CASCADE, and none that a constraint needs.

Of a view or table that no migration makes only the statement's own text is judged.

```sql schema
CREATE TABLE ships (id bigint PRIMARY KEY, owner text);
CREATE MATERIALIZED VIEW counts AS SELECT owner, count(*) AS ships FROM ships GROUP BY owner;
CREATE UNIQUE INDEX uq_counts_lower ON counts (lower(owner));
CREATE TABLE flights (id bigint, day date) PARTITION BY RANGE (day);
CREATE TABLE flights_2025 PARTITION OF flights FOR VALUES FROM ('2025-01-01') TO ('2026-01-01');
CREATE TABLE flights_rest PARTITION OF flights DEFAULT;
```

```sql bad
-- transactional: false
REFRESH MATERIALIZED VIEW CONCURRENTLY counts;
```

```sql bad
-- transactional: false
ALTER TABLE flights DETACH PARTITION flights_2025 CONCURRENTLY;
```

```sql bad
-- transactional: false
DROP INDEX CONCURRENTLY idx_ships_owner, idx_ships_name;
```

```sql bad
-- transactional: false
DROP INDEX CONCURRENTLY ships_pkey;
```

```sql good
-- transactional: false
CREATE UNIQUE INDEX uq_counts_owner ON counts (owner);
REFRESH MATERIALIZED VIEW CONCURRENTLY counts;
```
"""

from collections.abc import Iterator

from echoes_schema.model import Level
from echoes_schema.parser import tree
from echoes_schema.replay import Table
from echoes_schema.rulebook import At, Category, Problem, on_statement
from echoes_schema.rulebook.context import shown

_UNIQUE = "Create a unique index on columns of the view, without WHERE, before."


@on_statement(
    "RefreshMatViewStmt",
    "AlterTableStmt",
    "DropStmt",
    level=Level.ERROR,
    category=Category.TRANSACTION,
)
def check(at: At) -> Iterator[Problem]:
    if at.kind == "AlterTableStmt":
        yield from _of_detach(at)
    elif at.node.get("concurrent"):
        yield from _of_refresh(at) if at.kind == "RefreshMatViewStmt" else _of_drop(at)


def _of_refresh(at: At) -> Iterator[Problem]:
    about = shown(at.relation, "materialized view")
    if at.node.get("skipData"):
        yield at.problem("CONCURRENTLY fails WITH NO DATA", about=about, hint="Leave one out.")
    elif at.table and at.table.kind == "matview" and not _has_unique_index(at.table):
        yield at.problem("CONCURRENTLY fails without a unique index", about=about, hint=_UNIQUE)


def _has_unique_index(view: Table) -> bool:
    return any(
        one.is_unique and not one.is_partial and one.columns and all(one.columns)
        for one in view.indexes
    )


def _of_detach(at: At) -> Iterator[Problem]:
    for command in at.commands("AT_DetachPartition"):
        default = at.schema.default_partition(at.table) if at.table else None
        if command.definition.get("concurrent") and default:
            yield at.problem(
                f"CONCURRENTLY fails while {default.name[1]} is the default partition",
                hint="Detach it without, in a quiet hour.",
                where=command,
            )


def _of_drop(at: At) -> Iterator[Problem]:
    paths = tree.paths(at.node, "objects")
    if len(paths) > 1:
        yield at.problem("CONCURRENTLY drops one index", hint="Write a statement for each.")
    if at.node.get("behavior") == "DROP_CASCADE":
        yield at.problem("CONCURRENTLY fails with CASCADE", hint="Drop what depends on it before.")
    for path in paths:
        found = at.schema.table_of_index(tree.qualified(path))
        if found and found[1].is_constraint:
            yield at.problem(
                "the constraint of that name needs its index",
                about=shown(tree.qualified(path), "index"),
                hint=f"ALTER TABLE {found[0].name[1]} DROP CONSTRAINT {path[-1]}.",
            )
