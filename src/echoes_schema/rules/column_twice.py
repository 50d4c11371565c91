"""CREATE TABLE or CREATE VIEW names a column twice: PostgreSQL refuses it when it runs.

The parser takes it, so that only the run shows it. One of the two is a slip; of a query for a view
give one of them another name with AS.

```sql schema
CREATE TABLE ships (id bigint PRIMARY KEY, name text, owner text);
```

```sql bad
CREATE TABLE docks (id bigint PRIMARY KEY, name text, name varchar(20));
```

```sql bad
CREATE VIEW names AS SELECT a.id, a.name, b.name FROM ships AS a, ships AS b;
```

```sql bad
CREATE VIEW names (id, name, id) AS SELECT id, name, owner FROM ships;
```

```sql good
CREATE TABLE docks (id bigint PRIMARY KEY, name text, "Name" text);
CREATE VIEW names (id, name) AS SELECT id, name, owner AS captain FROM ships;
CREATE VIEW others (one, other) AS SELECT name, name FROM ships;
```
"""

from collections import Counter
from collections.abc import Iterator

from echoes_schema.model import Level
from echoes_schema.parser import tree
from echoes_schema.parser.tree import Node
from echoes_schema.rulebook import At, Category, Problem, on_statement
from echoes_schema.rulebook.context import shown


@on_statement("CreateStmt", "ViewStmt", level=Level.ERROR, category=Category.FILE)
def check(at: At) -> Iterator[Problem]:
    is_view = at.kind == "ViewStmt"
    relation = tree.relation(at.node, "view") if is_view else at.relation
    names = _of_view(at.node) if is_view else _of_table(at.node)
    for name in [name for name, count in Counter(names).items() if name and count > 1]:
        yield at.problem(
            f"names {name} twice: PostgreSQL refuses it",
            about=shown(relation, "view" if is_view else "table"),
            hint="Remove one of the two, or give it another name.",
        )


def _of_table(node: Node) -> list[str]:
    return [tree.word(one, "colname") for one in tree.nodes(node, "tableElts", "ColumnDef")]


def _of_view(node: Node) -> list[str]:
    """Return the names of a view's columns, "" where they are not in the text."""
    query = tree.child(tree.child(node, "query"), "SelectStmt")
    while "larg" in query:
        # UNION takes the names of its first query.
        query = tree.child(query, "larg")
    said = list(tree.strings(node, "aliases"))
    found = [_name(one) for one in tree.nodes(query, "targetList", "ResTarget")]
    # The list of names is that of the first columns; behind a * nobody knows which they are.
    return said + (found[len(said) :] if "*" not in found else [])


def _name(target: Node) -> str:
    """Return what a column of a query is called: * for all of a table, "" for an expression."""
    reference = tree.child(tree.child(target, "val"), "ColumnRef")
    fields = tree.children(reference, "fields")
    is_all = bool(fields) and isinstance(fields[-1], dict) and "A_Star" in fields[-1]
    bare = tree.strings(reference, "fields")[-1:]
    return tree.word(target, "name") or ("*" if is_all else "".join(bare))
