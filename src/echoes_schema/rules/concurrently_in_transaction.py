"""The statement cannot run inside a transaction, and here it would.

PostgreSQL refuses it (SQLSTATE 25001): everything that says CONCURRENTLY except REFRESH
MATERIALIZED VIEW, VACUUM, CREATE and DROP of a DATABASE, TABLESPACE or SUBSCRIPTION, ALTER
SYSTEM, DISCARD ALL, CLUSTER without a table, ALTER DATABASE … SET TABLESPACE, what refreshes a
subscription, and REINDEX of a schema, a database or a partitioned table. How the file runs is
what the runner says: a migration of ours is one transaction unless it lies in `indexes/` or its
header says `-- transactional: false`. In a file by itself it is what BEGIN and COMMIT say.

```sql schema
CREATE TABLE ships (id bigint PRIMARY KEY, name text);
```

```sql bad
CREATE INDEX CONCURRENTLY idx_ships_name ON ships (name);
```

```sql bad
VACUUM ships;
```

```sql good
-- transactional: false
CREATE INDEX CONCURRENTLY idx_ships_name ON ships (name);
ANALYZE ships;
```
"""

from collections.abc import Iterator

from echoes_schema.migrations.layouts.foreign import runs_outside
from echoes_schema.model import Level
from echoes_schema.rulebook import At, Category, Problem, on_statement
from echoes_schema.rulebook.context import shown

_KINDS = (
    "AlterDatabaseStmt",
    "AlterSubscriptionStmt",
    "ClusterStmt",
    "DiscardStmt",
    "AlterSystemStmt",
    "AlterTableStmt",
    "CreateSubscriptionStmt",
    "CreateTableSpaceStmt",
    "CreatedbStmt",
    "DropStmt",
    "DropSubscriptionStmt",
    "DropTableSpaceStmt",
    "DropdbStmt",
    "IndexStmt",
    "ReindexStmt",
    "VacuumStmt",
)


@on_statement(*_KINDS, level=Level.ERROR, category=Category.TRANSACTION)
def check(at: At) -> Iterator[Problem]:
    if not at.session.is_in_transaction:
        return
    if runs_outside(at.statement) or _is_of_partitioned(at):
        word = "CONCURRENTLY" if " concurrently" in at.statement.sql.lower() else "this"
        yield at.problem(
            f"{word} cannot run inside a transaction",
            about=shown(at.relation),
            hint="Give it a file of its own that says -- transactional: false, or one in indexes/."
            if at.script.has_runner
            else "Move it out of BEGIN … COMMIT.",
        )


def _is_of_partitioned(at: At) -> bool:
    if at.kind == "ReindexStmt" and at.node.get("kind") == "REINDEX_OBJECT_INDEX":
        found = at.schema.table_of_index(at.relation)
        return found is not None and found[0].kind == "partitioned"
    is_one = at.kind in ("ReindexStmt", "ClusterStmt")
    return is_one and at.table is not None and at.table.kind == "partitioned"
