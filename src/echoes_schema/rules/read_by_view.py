"""A view reads it: PostgreSQL refuses to drop it, or to give the column another type.

It says so when the statement runs (SQLSTATE 2BP01, of a type 0A000), even where the type stays as
it is. Drop the view in the same migration before, and create it again after, with its privileges,
comments and whatever else reads it. CASCADE would take the view along, without a word and for good.

Only what is sure is found: what a view of these migrations reads by name, until something runs
that may have dropped it unseen, as dynamic SQL and functions do.

```sql schema
CREATE TABLE ships (id bigint PRIMARY KEY, name text, mass int);
CREATE VIEW names AS SELECT s.id, upper(name) AS name FROM ships AS s;
```

```sql bad
ALTER TABLE ships DROP COLUMN name;
```

```sql bad
ALTER TABLE ships ALTER COLUMN name TYPE varchar(20);
```

```sql bad
DROP TABLE ships;
```

```sql good
DROP VIEW names;
ALTER TABLE ships DROP COLUMN name;
CREATE VIEW names AS SELECT id, mass::text AS name FROM ships;
```

```sql good
ALTER TABLE ships DROP COLUMN mass;
```
"""

from collections.abc import Iterator

from echoes_schema.model import Level
from echoes_schema.parser import tree
from echoes_schema.replay import Table
from echoes_schema.rulebook import At, Category, Problem, on_statement
from echoes_schema.rulebook.context import shown

_HINT = "Drop the view before, and create it again after."
_DROP = "Drop the view before, or give it another query."
_KINDS = {"OBJECT_TABLE": "table", "OBJECT_VIEW": "view", "OBJECT_MATVIEW": "materialized view"}
_CASCADE = "DROP_CASCADE"


@on_statement("AlterTableStmt", "DropStmt", level=Level.ERROR, category=Category.FILE)
def check(at: At) -> Iterator[Problem]:
    # In a body an IF or an EXCEPTION may stand around it.
    if at.is_inside:
        return
    if at.kind == "DropStmt":
        yield from _of_drop(at)
    for command in at.commands("AT_DropColumn", "AT_AlterColumnType") if at.table else ():
        is_cascade = tree.word(command.node, "behavior") == _CASCADE
        readers = at.schema.readers(at.table, command.column) if at.table else []
        if readers and (command.subtype == "AT_AlterColumnType" or not is_cascade):
            yield at.problem(
                _said(readers),
                about=f"column {at.relation[1]}.{command.column}",
                hint=_HINT,
                where=command,
            )


def _of_drop(at: At) -> Iterator[Problem]:
    kind = _KINDS.get(tree.word(at.node, "removeType"))
    if kind is None or tree.word(at.node, "behavior") == _CASCADE:
        return
    found = [at.schema.table(tree.qualified(path)) for path in tree.paths(at.node, "objects")]
    gone = [table for table in found if table]
    for table in gone:
        readers = [one for one in at.schema.readers(table) if one not in gone]
        if readers:
            yield at.problem(_said(readers), about=shown(table.name, kind), hint=_DROP)


def _said(readers: list[Table]) -> str:
    names = ", ".join(sorted(one.name[1] for one in readers))
    return f"{names} {'reads' if len(readers) == 1 else 'read'} it: PostgreSQL refuses this"
