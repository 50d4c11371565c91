"""A password stands in the file, for everybody who can read the repository, and for ever.

It is also in the server's log, and in pg_stat_activity while the statement runs. Create the role
without one, and let the deployment set it. A SCRAM verifier (`SCRAM-SHA-256$…`) is no password.
The linter never prints it: where a password stands it shows stars. Options of a server and the
connection strings of dblink count too.

```sql bad
CREATE ROLE reports LOGIN PASSWORD 'swordfish';
```

```sql bad
CREATE USER MAPPING FOR CURRENT_USER SERVER elsewhere OPTIONS (password 'swordfish');
```

```sql bad
SELECT dblink_connect('old', 'host=old.example.org user=app password=swordfish');
```

```sql good
CREATE ROLE reports LOGIN;
ALTER ROLE reports PASSWORD NULL;
```
"""

import re
from collections.abc import Iterator

from echoes_schema.model import Level
from echoes_schema.parser import tree
from echoes_schema.parser.tree import Node
from echoes_schema.rulebook import At, Category, Problem, on_statement

_IN_CONNECTION = re.compile(r"\bpassword\s*=|://[^/@\s]*:[^/@\s]+@", re.IGNORECASE)
_VERIFIER = "SCRAM-SHA-256$"


@on_statement(
    "CreateRoleStmt",
    "AlterRoleStmt",
    "CreateUserMappingStmt",
    "AlterUserMappingStmt",
    "CreateSubscriptionStmt",
    "AlterSubscriptionStmt",
    "CreateForeignServerStmt",
    "AlterForeignServerStmt",
    "SelectStmt",
    level=Level.ERROR,
    category=Category.SECURITY,
)
def check(at: At) -> Iterator[Problem]:
    options = tree.nodes(at.node, "options", "DefElem")
    given = [one for one in options if _is_password(one)]
    if given or any(map(_IN_CONNECTION.search, _connections(at))):
        role = tree.word(at.node, "role") or tree.word(tree.child(at.node, "role"), "rolename")
        yield at.problem(
            "a password in clear, in the file and in the server's log",
            about=f"role {role}" if role else "password",
            hint="Leave it out, and let the deployment set it. Then change it: it is known.",
        )


def _connections(at: At) -> Iterator[str]:
    """Yield what a statement connects with."""
    yield tree.word(at.node, "conninfo")
    if at.kind == "SelectStmt" and "dblink" in at.statement.sql:
        for call in tree.below(at.node, "FuncCall"):
            if tree.strings(call, "funcname")[-1].startswith("dblink"):
                for one in tree.nodes(call, "args", "A_Const"):
                    yield tree.word(tree.child(one, "sval"), "sval")


def _is_password(option: Node) -> bool:
    value = tree.word(tree.child(tree.child(option, "arg"), "String"), "sval")
    name = tree.word(option, "defname").lower()
    return name == "password" and bool(value) and not value.startswith(_VERIFIER)
