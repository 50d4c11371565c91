"""A column whose default is volatile makes PostgreSQL write the whole table anew.

A volatile function gives each row its own value, so every row is written, every index is built
again, and nobody reads or writes meanwhile: ACCESS EXCLUSIVE. A default that is the same for all
rows costs nothing, and now() is one: it is stable within a transaction. Add the column without a
default, then give it the default for new rows, then fill the old rows in batches.

Nothing is said of a table that this file has made and not yet filled. Of a function that the
migrations before do not declare, it depends on how it is declared.

```sql schema
CREATE TABLE ships (id bigint PRIMARY KEY);
CREATE FUNCTION serial_number() RETURNS text LANGUAGE plpgsql VOLATILE
AS $$ BEGIN RETURN md5(random()::text); END $$;
CREATE FUNCTION home_port() RETURNS text LANGUAGE plpgsql STABLE
AS $$ BEGIN RETURN 'Jita'; END $$;
```

```sql bad
ALTER TABLE ships ADD COLUMN token uuid DEFAULT gen_random_uuid();
```

```sql bad
ALTER TABLE ships ADD COLUMN hash text NOT NULL DEFAULT md5(random()::text);
```

```sql bad
ALTER TABLE ships ADD COLUMN number text DEFAULT serial_number();
```

```sql good
ALTER TABLE ships ADD COLUMN built_at timestamptz NOT NULL DEFAULT (now() AT TIME ZONE 'utc');
ALTER TABLE ships ADD COLUMN port text DEFAULT home_port();
```

```sql good
ALTER TABLE ships ADD COLUMN token uuid;
ALTER TABLE ships ALTER COLUMN token SET DEFAULT gen_random_uuid();
```
"""

from collections.abc import Iterator

from echoes_schema.locks import Answer
from echoes_schema.model import Level
from echoes_schema.parser import tree
from echoes_schema.rulebook import At, Category, Problem, on_statement

_HINT = "Add the column without a default, set the default, and fill the old rows in batches."


@on_statement("AlterTableStmt", level=Level.ERROR, category=Category.LOCK)
def check(at: At) -> Iterator[Problem]:
    for command in at.commands("AT_AddColumn"):
        if at.is_unshared(at.relation):
            return
        for constraint in tree.nodes(command.definition, "constraints", "Constraint"):
            is_default = constraint.get("contype") == "CONSTR_DEFAULT"
            answer = at.is_volatile(constraint.get("raw_expr")) if is_default else Answer.NO
            if answer is not Answer.NO:
                may = "" if answer is Answer.YES else "may be "
                yield at.problem(
                    f"the default {may or 'is '}volatile: the table is written anew"
                    f" under {at.lock(at.relation)}",
                    about=f"column {at.relation[1]}.{command.column}",
                    hint=_HINT,
                    where=command,
                    settle="" if not may else "A function declared STABLE or IMMUTABLE is safe.",
                )
