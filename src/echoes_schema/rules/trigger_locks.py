"""A trigger that comes or goes locks its table, and changes what the running release does.

CREATE TRIGGER and ENABLE TRIGGER take SHARE ROW EXCLUSIVE, which stops writes; DROP TRIGGER takes
ACCESS EXCLUSIVE, which stops reads too. Both last a moment, once no long query is in the way. Each
write of the running release calls the trigger from then on. Keep the transaction short. It is said
once of a table in a file.

```sql schema
CREATE TABLE ships (id bigint PRIMARY KEY);
CREATE FUNCTION note() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NEW; END $$;
CREATE TRIGGER noted AFTER INSERT ON ships FOR EACH ROW EXECUTE FUNCTION note();
```

```sql bad
CREATE TRIGGER seen BEFORE UPDATE ON ships FOR EACH ROW EXECUTE FUNCTION note();
```

```sql bad
DROP TRIGGER noted ON ships;
```

```sql good
CREATE TABLE modules (id bigint);
CREATE TRIGGER seen BEFORE UPDATE ON modules FOR EACH ROW EXECUTE FUNCTION note();
```
"""

from collections.abc import Iterator

from echoes_schema import locks
from echoes_schema.model import Level
from echoes_schema.parser.statements import Statement
from echoes_schema.parser.tree import Name
from echoes_schema.rulebook import At, Category, Problem, on_statement
from echoes_schema.rulebook.context import shown

_ENABLED = ("AT_EnableTrig", "AT_EnableAlwaysTrig", "AT_EnableReplicaTrig", "AT_EnableTrigAll")


@on_statement(
    "CreateTrigStmt", "DropStmt", "AlterTableStmt", level=Level.WARNING, category=Category.LOCK
)
def check(at: At) -> Iterator[Problem]:
    is_altered = any(True for _ in at.commands(*_ENABLED, "AT_EnableTrigUser"))
    is_dropped = at.node.get("removeType") == "OBJECT_TRIGGER"
    if at.kind == "CreateTrigStmt" or is_altered or is_dropped:
        for touch in at.touches[:1]:
            table = at.schema.table(touch.relation)
            is_said = any(_is_of_a_trigger(one, touch.relation) for one in at.before)
            is_view = table is not None and table.kind == "view"
            if at.is_at_stake(touch.relation) and not is_view and not is_said:
                yield at.problem(
                    f"a trigger takes {at.lock(touch.relation)}",
                    about=shown(touch.relation),
                    hint="Keep the transaction short.",
                )


def _is_of_a_trigger(statement: Statement, name: Name) -> bool:
    is_dropped = statement.node.get("removeType") == "OBJECT_TRIGGER"
    is_trigger = statement.kind == "CreateTrigStmt" or is_dropped
    return is_trigger and any(touch.relation == name for touch in locks.of(statement)[:1])
