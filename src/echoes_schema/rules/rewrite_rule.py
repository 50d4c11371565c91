"""A rule rewrites the statements of others, and takes the strongest lock to begin with.

CREATE RULE takes ACCESS EXCLUSIVE on its table. From then on PostgreSQL puts other statements in
the place of those that programs send: volatile expressions run twice, counts of rows are not
those of the statement, COPY passes it by. Write a trigger.

```sql schema
CREATE TABLE ships (id bigint PRIMARY KEY);
CREATE VIEW all_ships AS SELECT id FROM ships;
```

```sql bad
CREATE RULE keep AS ON DELETE TO ships DO INSTEAD NOTHING;
```

```sql good
CREATE RULE keep AS ON DELETE TO all_ships DO INSTEAD NOTHING;
```
"""

from collections.abc import Iterator

from echoes_schema.model import Level
from echoes_schema.parser import tree
from echoes_schema.rulebook import At, Category, Problem, on_statement


@on_statement("RuleStmt", level=Level.WARNING, category=Category.LOCK)
def check(at: At) -> Iterator[Problem]:
    is_view = at.table is not None and at.table.kind == "view"
    if not is_view and at.is_at_stake(at.relation):
        yield at.problem(
            f"takes {at.lock(at.relation)}, and rewrites what programs send",
            about=f"rule {tree.word(at.node, 'rulename')} of {at.relation[1]}",
            hint="Write a trigger.",
        )
