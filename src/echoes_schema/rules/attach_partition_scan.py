"""ATTACH PARTITION reads every row of the new partition, and of the default one, under its lock.

Both are under ACCESS EXCLUSIVE meanwhile. The new partition is not read where a valid CHECK proves
that its rows belong there: add one for the bounds NOT VALID, with IS NOT NULL for a column that may
be NULL, VALIDATE it, attach, and drop it. The default partition is read unless a CHECK of its own
excludes the new bounds. An index of the parent that the partition lacks is built under the lock
too: build it before, CONCURRENTLY.

The linter does not compare the CHECK with the bounds: any on the partition is taken for it.

```sql schema
CREATE TABLE flights (id bigint, day date NOT NULL) PARTITION BY RANGE (day);
CREATE TABLE flights_2025 (id bigint, day date NOT NULL);
CREATE TABLE trips (id bigint, day date NOT NULL) PARTITION BY RANGE (day);
CREATE TABLE trips_rest PARTITION OF trips DEFAULT;
CREATE TABLE jumps (id bigint, day date NOT NULL) PARTITION BY RANGE (day);
CREATE INDEX idx_jumps_id ON jumps (id);
CREATE TABLE jumps_2025 (id bigint, day date NOT NULL);
```

```sql bad
ALTER TABLE flights ATTACH PARTITION flights_2025
FOR VALUES FROM ('2025-01-01') TO ('2026-01-01');
```

```sql bad
-- transactional: false
ALTER TABLE jumps_2025 ADD CONSTRAINT bounds CHECK (day >= '2025-01-01' AND day < '2026-01-01');
ALTER TABLE jumps ATTACH PARTITION jumps_2025 FOR VALUES FROM ('2025-01-01') TO ('2026-01-01');
```

```sql bad
CREATE TABLE trips_2025 (id bigint, day date NOT NULL);
ALTER TABLE trips ATTACH PARTITION trips_2025 FOR VALUES FROM ('2025-01-01') TO ('2026-01-01');
```

```sql good
-- transactional: false
ALTER TABLE flights_2025
ADD CONSTRAINT bounds CHECK (day >= '2025-01-01' AND day < '2026-01-01') NOT VALID;
ALTER TABLE flights_2025 VALIDATE CONSTRAINT bounds;
ALTER TABLE flights ATTACH PARTITION flights_2025
FOR VALUES FROM ('2025-01-01') TO ('2026-01-01');
```

```sql good
CREATE TABLE flights_2026 (id bigint, day date NOT NULL);
ALTER TABLE flights ATTACH PARTITION flights_2026
FOR VALUES FROM ('2026-01-01') TO ('2027-01-01');
```
"""

from collections.abc import Iterator

from echoes_schema.model import Level
from echoes_schema.parser import tree
from echoes_schema.parser.tree import Name
from echoes_schema.rulebook import At, Category, Problem, on_statement
from echoes_schema.rulebook.context import shown

_HINT = (
    "Add a CHECK of IS NOT NULL and the bounds first, NOT VALID, VALIDATE it, and drop it after."
)
_DEFAULT = "Add a CHECK to the default partition that excludes the bounds, and VALIDATE it."


@on_statement("AlterTableStmt", level=Level.ERROR, category=Category.LOCK)
def check(at: At) -> Iterator[Problem]:
    for command in at.commands("AT_AttachPartition"):
        if tree.word(at.node, "objtype") != "OBJECT_TABLE":
            return
        said = command.definition
        name = tree.relation(said, "name")
        if _is_read(at, name):
            is_known = at.schema.table(name) is not None
            yield at.problem(
                f"reads every row of it under {at.lock(name)}",
                about=shown(name, "partition"),
                hint=_HINT,
                settle="" if is_known else "A CHECK that the linter was not shown would prove it.",
            )
        elif missing := _missing_indexes(at, name):
            yield at.problem(
                f"builds {', '.join(missing)} under {at.lock(name)}",
                about=shown(name, "partition"),
                hint="Build the same index on the partition first, CONCURRENTLY.",
            )
        default = at.schema.default_partition(at.table) if at.table else None
        if (
            default
            and not tree.child(said, "bound").get("is_default")
            and _is_read(at, default.name)
        ):
            yield at.problem(
                f"reads every row of the default partition under {at.lock(name)}",
                about=shown(default.name, "partition"),
                hint=_DEFAULT,
            )


def _missing_indexes(at: At, name: Name) -> list[str]:
    """Return the indexes of the parent that a partition with rows has no like of."""
    partition = at.schema.table(name)
    if at.table is None or partition is None or at.is_unshared(name):
        return []
    own = {(one.columns, one.method) for one in partition.indexes}
    return [one.name for one in at.table.indexes if (one.columns, one.method) not in own]


def _is_read(at: At, name: Name) -> bool:
    table = at.schema.table(name)
    is_proved = table is not None and any(check.is_valid for check in table.checks)
    return not at.is_unshared(name) and not is_proved
