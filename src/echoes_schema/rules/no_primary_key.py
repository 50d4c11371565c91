"""A table without a primary key.

Two rows can be the same, and nothing tells one from the other: logical replication refuses UPDATE
and DELETE, and tools that clean or copy in parts have nothing to go by. Give it a primary key.

```sql bad
CREATE TABLE ships (name text);
```

```sql good
CREATE TABLE ships (id bigint PRIMARY KEY, name text);
CREATE TABLE owners (id bigint NOT NULL);
ALTER TABLE owners ADD PRIMARY KEY (id);
CREATE TEMPORARY TABLE scratch (name text);
CREATE TABLE pg_temp.draft (name text);
```
"""

from collections.abc import Iterator

from echoes_schema.model import Level
from echoes_schema.parser import tree
from echoes_schema.replay.schema import TEMPORARY
from echoes_schema.rulebook import At, Category, Problem, on_statement

_FROM_ELSEWHERE = {"inhRelations", "partbound", "ofTypename"}


@on_statement("CreateStmt", level=Level.INFO, category=Category.DESIGN, is_for_ups=True)
def check(at: At) -> Iterator[Problem]:
    relation = tree.child(at.node, "relation")
    is_temporary = relation.get("relpersistence") == "t" or at.relation[0] == TEMPORARY
    is_like = bool(tree.nodes(at.node, "tableElts", "TableLikeClause"))
    if is_temporary or is_like or at.node.keys() & _FROM_ELSEWHERE or [*at.keys("CONSTR_PRIMARY")]:
        return
    later = (
        constraint.get("contype")
        for node in at.nodes_below("AlterTableStmt")
        if tree.relation(node) == at.relation
        for constraint in tree.below(node, "Constraint")
    )
    if at.table is None and "CONSTR_PRIMARY" not in later:
        yield at.problem("no primary key", hint="Give it one.")
