"""Another type for a column has the table written anew, unless both types are stored alike.

Table and indexes are written again under ACCESS EXCLUSIVE: nobody reads or writes meanwhile.
Stored alike, and changed in a moment, are: a longer varchar or varbit, varchar to text and back
to varchar without a length, more digits of numeric with the same scale or of a second, cidr to
inet, a domain and the type that it is made of (into a domain with a constraint every row is
checked), timestamp and timestamptz where the migration says `SET timezone = 'UTC'`. Even then a
CHECK on the column is checked again on every row, and another collation or another kind of
timestamp has the indexes of the column built anew. Else add a second column, keep it filled with a
trigger, fill the old rows in batches, and change over in the next release.

Of a column that the migrations before do not show, its old type decides.

```sql schema
CREATE TABLE ships (
    id int PRIMARY KEY, name varchar(20), mass numeric(10, 2), tag text,
    built timestamp, seen timestamp
);
CREATE INDEX idx_ships_tag ON ships (tag);
CREATE INDEX idx_ships_seen ON ships (seen);
```

```sql bad
ALTER TABLE ships ALTER COLUMN id TYPE bigint;
```

```sql bad
ALTER TABLE ships ALTER COLUMN mass TYPE numeric(12, 4);
```

```sql bad
ALTER TABLE ships ALTER COLUMN name TYPE text USING lower(name);
```

```sql bad
ALTER TABLE ships ALTER COLUMN tag TYPE text COLLATE "C";
```

```sql bad
SET LOCAL timezone = 'UTC';
ALTER TABLE ships ALTER COLUMN seen TYPE timestamptz;
```

```sql good
SET LOCAL timezone = 'UTC';
ALTER TABLE ships ALTER COLUMN built TYPE timestamptz;
```

```sql good
ALTER TABLE ships ALTER COLUMN name TYPE varchar(40) COLLATE "C";
ALTER TABLE ships ALTER COLUMN name TYPE text;
ALTER TABLE ships ALTER COLUMN mass TYPE numeric(12, 2);
```
"""

import re
from collections.abc import Iterator

from echoes_schema.model import Level
from echoes_schema.parser import tree
from echoes_schema.replay import Column, Table
from echoes_schema.replay.definitions import type_name
from echoes_schema.rulebook import At, Category, Command, Problem, on_statement

_TYPE = re.compile(r"(?P<name>[^(\[]+)(?:\((?P<modifiers>[0-9,]+)\))?(?P<array>(?:\[\])?)")
_HINT = "Add a second column, fill it in batches, and change over in the next release."
_SETTLE = "If its type is stored as the new one is, nothing is rewritten."
_WITH_LENGTH = {"varchar", "varbit", "numeric", "time", "timetz", "timestamp", "timestamptz"}
# Zones in which a moment is stored as it is written.
_UTC = {"UTC", "ETC/UTC", "GMT", "ZULU"}
_MOMENTS = {"timestamp", "timestamptz"}
_WIDER = {("varchar", "text"), ("text", "varchar"), ("cidr", "inet")}


@on_statement("AlterTableStmt", level=Level.ERROR, category=Category.LOCK)
def check(at: At) -> Iterator[Problem]:
    for command in at.commands("AT_AlterColumnType"):
        if at.is_unshared(at.relation):
            return
        table, column = at.table, at.table.columns.get(command.column) if at.table else None
        new = type_name(tree.child(command.definition, "typeName"))
        old = column.type if column else ""
        is_moved = _is_moved_in_utc(at, old, new)
        is_alike = is_moved or old == new or _is_stored_alike(_read_as(at, old), _kept_as(at, new))
        if table and column and is_alike and _is_plain(command):
            yield from _of_checks(at, command, table, column)
            if is_moved or tree.child(command.definition, "collClause"):
                yield from _of_indexes(at, command, table, column)
            continue
        yield at.problem(
            f"{'to' if column is None else f'{column.type} to'} {new}: the table is written anew"
            f" under {at.lock(at.relation)}",
            about=f"column {at.relation[1]}.{command.column}",
            hint=_HINT,
            where=command,
            settle=_SETTLE if column is None and _is_plain(command) else "",
        )


def _of_checks(at: At, command: Command, table: Table, column: Column) -> Iterator[Problem]:
    for constraint in table.checks:
        if column.name in constraint.columns:
            yield at.problem(
                f"{constraint.name} is checked again on every row under {at.lock(at.relation)}",
                about=f"column {table.name[1]}.{column.name}",
                hint="Drop the CHECK first, and add it NOT VALID after.",
                where=command,
            )
            return


def _of_indexes(at: At, command: Command, table: Table, column: Column) -> Iterator[Problem]:
    indexes = [one.name for one in table.indexes if column.name in one.columns]
    if indexes:
        yield at.problem(
            f"{', '.join(indexes)} is built anew under {at.lock(at.relation)}",
            about=f"column {table.name[1]}.{column.name}",
            hint="Drop it CONCURRENTLY before, and build it CONCURRENTLY after.",
            where=command,
        )


def _is_moved_in_utc(at: At, old: str, new: str) -> bool:
    """Return whether a timestamp gets or loses its zone where the session's is UTC."""
    one, other = _TYPE.fullmatch(old), _TYPE.fullmatch(new)
    zone = at.session.settings.get("timezone", "").upper()
    if zone not in _UTC or one is None or other is None or one["array"] or other["array"]:
        return False
    is_moved = {one["name"], other["name"]} == _MOMENTS
    return is_moved and _is_wider(one["name"], one["modifiers"], other["modifiers"])


def _is_plain(command: Command) -> bool:
    """Return whether there is no USING, or one that only casts the column itself."""
    using = tree.child(command.definition, "raw_default")
    inner = tree.child(tree.child(using, "TypeCast"), "arg") or using
    fields = tree.strings(tree.child(inner, "ColumnRef"), "fields")
    return not using or fields[-1:] == (command.column,)


def _read_as(at: At, kind: str) -> str:
    """Return the type that a column's values are read as: that below a domain, of any length."""
    domain = at.schema.domain_of(kind)
    return re.sub(r"\(.*\)", "", domain.base) if domain else kind


def _kept_as(at: At, kind: str) -> str:
    """Return the type that values are stored as; a domain that checks each has none like it."""
    domain = at.schema.domain_of(kind)
    return kind if domain is None or domain.is_constrained else domain.base


def _is_stored_alike(old: str, new: str) -> bool:
    one, other = _TYPE.fullmatch(old), _TYPE.fullmatch(new)
    if old == new:
        return True
    if one is None or other is None or one["array"] != other["array"]:
        return False
    if one["name"] != other["name"]:
        return (one["name"], other["name"]) in _WIDER and not other["modifiers"]
    return _is_wider(one["name"], one["modifiers"], other["modifiers"])


def _is_wider(name: str, old: str | None, new: str | None) -> bool:
    """Return whether new modifiers of a type take every value of the old ones as it is stored."""
    if name not in _WITH_LENGTH:
        return False
    if new is None or old is None:
        return new is None
    digits, wanted = old.split(","), new.split(",")
    return digits[1:] == wanted[1:] and int(digits[0]) <= int(wanted[0])
