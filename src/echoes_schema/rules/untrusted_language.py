"""A function in a language that PostgreSQL does not trust can do what the server's user can.

C, plpython3u, plperlu and pltclu open files, start programs and connect to anything; only a
superuser may make such a function, and whoever may call it has that power through it. Write it in
SQL or PL/pgSQL, or do the work outside of the database.

```sql bad
CREATE FUNCTION minus(integer) RETURNS integer LANGUAGE internal AS 'int4um';
```

```sql good
CREATE FUNCTION minus(value integer) RETURNS integer LANGUAGE sql IMMUTABLE RETURN -value;
```
"""

from collections.abc import Iterator

from echoes_schema.model import Level
from echoes_schema.parser import tree
from echoes_schema.rulebook import At, Category, Problem, on_statement
from echoes_schema.rulebook.context import shown

_UNTRUSTED = {"c", "internal", "plperlu", "plpython3u", "plpythonu", "plpython2u", "pltclu", "plsh"}


@on_statement(
    "CreateFunctionStmt",
    "CreateExtensionStmt",
    level=Level.WARNING,
    category=Category.SECURITY,
    is_for_ups=True,
)
def check(at: At) -> Iterator[Problem]:
    is_function = at.kind == "CreateFunctionStmt"
    language = at.language if is_function else tree.word(at.node, "extname")
    if language.lower() in _UNTRUSTED:
        name = tree.qualified(tree.strings(at.node, "funcname"))
        yield at.problem(
            f"{language} runs with all rights of the server's user",
            about=shown(name, "function") or f"extension {language}",
            hint="Write it in SQL or PL/pgSQL, or do the work outside of the database.",
        )
