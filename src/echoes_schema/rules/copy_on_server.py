"""COPY with a program or a file's name works on the server, with the rights of its system user.

PROGRAM runs a shell command there, which the roles pg_execute_server_program and superuser may do
and nobody else should; a file's name reads or writes the server's own disk, where the deployment
has no files, and a service that somebody else hosts allows neither. Copy FROM STDIN with the rows
that the client has, or write INSERT.

```sql schema
CREATE TABLE ships (id bigint PRIMARY KEY, name text);
```

```sql bad
COPY ships TO PROGRAM 'cat > /dev/null' WITH (FORMAT csv);
```

```sql bad
COPY ships FROM '/dev/null' WITH (FORMAT csv);
```

```sql bad
COPY (SELECT name FROM ships) TO '/dev/null';
```

```sql good
INSERT INTO ships (id, name) VALUES (1, 'Rifter');
```
"""

from collections.abc import Iterator

from echoes_schema.model import Level
from echoes_schema.rulebook import At, Category, Problem, on_statement


@on_statement("CopyStmt", level=Level.WARNING, category=Category.SECURITY)
def check(at: At) -> Iterator[Problem]:
    if at.node.get("filename"):
        is_program = bool(at.node.get("is_program"))
        yield at.problem(
            "runs a command on the server"
            if is_program
            else "reads or writes a file of the server",
            about="COPY",
            hint="Copy FROM STDIN what the client has, or write INSERT.",
        )
