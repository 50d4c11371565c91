"""A role that no rule of the database holds for.

SUPERUSER passes every check there is. BYPASSRLS sees every row, whatever the policies say.
REPLICATION copies the whole database. A member of pg_execute_server_program,
pg_read_server_files or pg_write_server_files is as good as the operating system's user, one of
pg_write_all_data changes every table. On PostgreSQL 15 CREATEROLE makes itself a member of any role
but a superuser, those included. Such roles are made by whoever runs the server, not by a migration.

```sql bad
CREATE ROLE deployer SUPERUSER;
```

```sql bad
ALTER ROLE reports BYPASSRLS;
```

```sql bad
GRANT pg_execute_server_program TO reports;
```

```sql bad
CREATE ROLE deployer LOGIN CREATEROLE;
```

```sql good
CREATE ROLE reports NOLOGIN NOCREATEROLE;
ALTER ROLE deployer NOSUPERUSER;
GRANT pg_read_all_data TO reports;
```
"""

from collections.abc import Iterator

from echoes_schema.model import Level
from echoes_schema.parser import tree
from echoes_schema.rulebook import At, Category, Problem, on_statement

_POWERS = {"superuser": "SUPERUSER", "bypassrls": "BYPASSRLS", "isreplication": "REPLICATION"}
# Since 16 it gives no more than it was given.
_TAMED_IN = 16
_ROLES = {
    "pg_execute_server_program",
    "pg_read_server_files",
    "pg_write_all_data",
    "pg_write_server_files",
}


@on_statement(
    "CreateRoleStmt",
    "AlterRoleStmt",
    "GrantRoleStmt",
    level=Level.WARNING,
    category=Category.SECURITY,
    is_for_ups=True,
)
def check(at: At) -> Iterator[Problem]:
    role = tree.word(at.node, "role") or tree.word(tree.child(at.node, "role"), "rolename")
    powers = ", ".join(sorted(_powers(at)))
    if powers:
        yield at.problem(
            f"{powers}: no rule of the database holds for it",
            about=f"role {role or powers}",
            hint="Let whoever runs the server give it, and only where nothing less will do.",
        )


def _powers(at: At) -> set[str]:
    if at.kind != "GrantRoleStmt":
        options = tree.options(at.node, "options")
        found = {_POWERS[name] for name in options if name in _POWERS}
        is_wild = "createrole" in options and at.settings.oldest < _TAMED_IN
        return found | ({"CREATEROLE"} if is_wild else set())
    granted = tree.nodes(at.node, "granted_roles", "AccessPriv") if at.node.get("is_grant") else ()
    return {tree.word(one, "priv_name") for one in granted} & _ROLES
