"""A foreign key whose type is not that of the key which it refers to.

PostgreSQL takes int for bigint: the key then grows where this column cannot follow, and comparing
text with varchar or int with numeric may pass an index by. Give it the type of the key.

```sql schema
CREATE TABLE owners (id bigint PRIMARY KEY, code text UNIQUE);
```

```sql bad
CREATE TABLE ships (id bigint PRIMARY KEY, owner_id int REFERENCES owners (id));
```

```sql bad
CREATE TABLE ships (id bigint, owner_id int, FOREIGN KEY (owner_id) REFERENCES owners);
```

```sql good
CREATE TABLE ships (id bigint PRIMARY KEY, owner_id bigint REFERENCES owners);
CREATE TABLE docks (id serial8 PRIMARY KEY REFERENCES owners);
```
"""

from collections.abc import Iterator

from echoes_schema.model import Level
from echoes_schema.parser import tree
from echoes_schema.parser.tree import Node
from echoes_schema.replay import Table
from echoes_schema.replay.definitions import stored_type
from echoes_schema.rulebook import At, Category, Problem, on_statement


@on_statement(
    "CreateStmt",
    "AlterTableStmt",
    level=Level.WARNING,
    category=Category.DESIGN,
    is_for_ups=True,
)
def check(at: At) -> Iterator[Problem]:
    for command, node, columns in at.keys("CONSTR_FOREIGN"):
        table = at.schema.table(tree.relation(node, "pktable"))
        if table is None:
            continue
        for name, key in zip(columns, _referenced(node, table), strict=False):
            mine, other = _type(at, name), table.columns.get(key)
            if mine and other and _stored(at, mine) != _stored(at, other.type):
                yield at.problem(
                    f"{mine} refers to {table.name[1]}.{key}, which is {other.type}",
                    about=f"column {at.relation[1]}.{name}",
                    hint=f"Make it {other.type}.",
                    where=command,
                )


def _stored(at: At, kind: str) -> str:
    domain = at.schema.domain_of(kind)
    return domain.base if domain else kind


def _type(at: At, name: str) -> str:
    """Return the type of a column that the table gets here or has, "" where there is none."""
    new = [column for _, column in at.columns() if column.get("colname") == name]
    if new:
        return stored_type(tree.child(new[-1], "typeName"))
    known = at.table.columns.get(name) if at.table else None
    return known.type if known else ""


def _referenced(node: Node, table: Table) -> tuple[str, ...]:
    key = table.primary_key
    return tree.strings(node, "pk_attrs") or (key.columns if key else ())
