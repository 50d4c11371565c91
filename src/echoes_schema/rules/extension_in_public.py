"""An extension's functions and types lie among the project's own.

Without SCHEMA they go where search_path begins, which is public: everybody can call them, a dump
has them between the tables, and a function of the project may hide one. Give extensions a schema
of their own: `CREATE EXTENSION citext SCHEMA extensions`.

```sql schema
CREATE SCHEMA extensions;
```

```sql bad
CREATE EXTENSION IF NOT EXISTS plpgsql;
```

```sql good
CREATE EXTENSION IF NOT EXISTS plpgsql SCHEMA extensions;
```
"""

from collections.abc import Iterator

from echoes_schema.model import Level
from echoes_schema.parser import tree
from echoes_schema.rulebook import At, Category, Problem, on_statement


@on_statement("CreateExtensionStmt", level=Level.INFO, category=Category.SECURITY, is_opt_in=True)
def check(at: At) -> Iterator[Problem]:
    places = [
        tree.word(tree.child(tree.child(option, "arg"), "String"), "sval")
        for option in tree.nodes(at.node, "options", "DefElem")
        if option.get("defname") == "schema"
    ]
    if (places or [*at.schema.search_path, "public"])[0] == "public":
        yield at.problem(
            "its objects lie in public, among the project's own",
            about=f"extension {tree.word(at.node, 'extname')}",
            hint="Give it a schema: CREATE EXTENSION … SCHEMA extensions.",
        )
