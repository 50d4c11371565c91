"""What a database holds, as plain values: frozen, comparable, no connection needed.

Names are spelled as in SQL: quoted where they are not plain lower case, and with their schema
where that is not `public`. Expressions are SQL text. An empty text means that there is none.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import lru_cache

_PLAIN = re.compile(r"[a-z_][a-z0-9_$]*\Z")
_LITERAL_OR_SPACES = re.compile(r"""(?:\bE)?'(?:[^']|'')*'|"(?:[^"]|"")*"|\s+""")
_BREAK = re.compile(r"[\r\n]")
_SCHEMA = re.compile(r'(?:(?:"(?:[^"]|"")*"|[^".(]+)\.)?')
_PARTITION = re.compile(
    r"partition of (?P<parent>.+?) (?P<bound>FOR VALUES .*|DEFAULT)\Z", re.DOTALL
)


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table. `type` is spelled as PostgreSQL's format_type prints it.

    `generated` is `stored`, `virtual` or empty; then `default` is the generating expression.
    `identity` is `always`, `by default` or empty. `collation` and `storage` are empty for the
    type's own, `statistics` for the server's. `sequence` says what is unusual of the sequence
    behind an identity or a serial default, `not_null` what is unusual of a NOT NULL constraint:
    `constraint name`, `no inherit`, `not valid`. `options` are `n_distinct=-1` and the like.
    """

    name: str
    type: str
    is_nullable: bool = True
    default: str = ""
    generated: str = ""
    identity: str = ""
    collation: str = ""
    sequence: tuple[str, ...] = ()
    not_null: tuple[str, ...] = ()
    storage: str = ""
    compression: str = ""
    statistics: str = ""
    options: tuple[str, ...] = ()
    comment: str = ""


@dataclass(frozen=True, slots=True)
class Key:
    """A primary key or a UNIQUE constraint: `kind` is `primary key` or `unique`.

    `deferral` is `deferrable`, `deferrable initially deferred` or empty. `options` are those of
    the index behind it.
    """

    name: str
    kind: str
    columns: tuple[str, ...]
    include: tuple[str, ...] = ()
    nulls_not_distinct: bool = False
    without_overlaps: bool = False
    deferral: str = ""
    options: tuple[str, ...] = ()
    is_clustered: bool = False
    comment: str = ""


@dataclass(frozen=True, slots=True)
class ForeignKey:
    """A foreign key; actions are lower-case SQL such as `no action`, `set null`, `cascade`.

    `delete_columns` are those that ON DELETE SET NULL or SET DEFAULT is limited to. Of one that
    is not enforced nothing is said about its validation.
    """

    name: str
    columns: tuple[str, ...]
    references: str
    referenced: tuple[str, ...]
    on_delete: str = "no action"
    on_update: str = "no action"
    delete_columns: tuple[str, ...] = ()
    match: str = "simple"
    deferral: str = ""
    is_period: bool = False
    is_validated: bool = True
    is_enforced: bool = True
    comment: str = ""

    @property
    def kind(self) -> str:
        return "foreign key"


@dataclass(frozen=True, slots=True)
class Check:
    """A CHECK constraint. Of one that is not enforced nothing is said about its validation."""

    name: str
    expression: str
    is_inherited: bool = True
    is_validated: bool = True
    is_enforced: bool = True
    comment: str = ""

    @property
    def kind(self) -> str:
        return "check"


@dataclass(frozen=True, slots=True)
class IndexKey:
    """One key of an index: a column's name, or an expression when `is_expression`.

    `opclass` (with its parameters), `collation`, `order` (`desc`), `nulls` (`first`, `last`) and
    `statistics` are empty where they are what PostgreSQL takes by itself.
    """

    content: str
    is_expression: bool = False
    collation: str = ""
    opclass: str = ""
    order: str = ""
    nulls: str = ""
    statistics: str = ""


@dataclass(frozen=True, slots=True)
class Exclusion:
    """An exclusion constraint: each key with its operator."""

    name: str
    method: str
    keys: tuple[tuple[IndexKey, str], ...]
    include: tuple[str, ...] = ()
    where: str = ""
    deferral: str = ""
    options: tuple[str, ...] = ()
    is_clustered: bool = False
    comment: str = ""

    @property
    def kind(self) -> str:
        return "exclusion"


Constraint = Key | ForeignKey | Check | Exclusion


@dataclass(frozen=True, slots=True)
class Index:
    """An index that no constraint made. `options` are storage parameters, `fillfactor=70`."""

    name: str
    method: str
    keys: tuple[IndexKey, ...]
    is_unique: bool = False
    include: tuple[str, ...] = ()
    where: str = ""
    nulls_not_distinct: bool = False
    is_valid: bool = True
    is_clustered: bool = False
    options: tuple[str, ...] = ()
    comment: str = ""


@dataclass(frozen=True, slots=True)
class Trigger:
    """A trigger. `timing` is `before`, `after` or `instead of`; `events` are lower-case words.

    `columns` are those of UPDATE OF, `arguments` SQL literals, `enabled` is `enabled`,
    `disabled`, `replica` or `always`; `deferral` is `constraint` and more for a constraint trigger,
    `referenced` the table that one names after FROM.
    """

    name: str
    timing: str
    events: tuple[str, ...]
    function: str
    level: str = "row"
    columns: tuple[str, ...] = ()
    when: str = ""
    arguments: tuple[str, ...] = ()
    old_table: str = ""
    new_table: str = ""
    referenced: str = ""
    deferral: str = ""
    enabled: str = "enabled"
    comment: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    """A table: columns in their order, all else sorted by name.

    `options` are storage parameters and what else is said of the whole table: `unlogged`,
    `row level security`, `partition by …`, `partition of …`, `inherits …`, `server …` of a foreign
    table, `owner …` where that is not the usual owner. Parts without a place of their own are told
    here too: `trigger … disabled` of a partition's own copy, `unchecked constraint …` of one whose
    triggers are off, `comment on index …` of one behind a constraint.
    """

    name: str
    columns: tuple[Column, ...]
    constraints: tuple[Constraint, ...] = ()
    indexes: tuple[Index, ...] = ()
    triggers: tuple[Trigger, ...] = ()
    options: tuple[str, ...] = ()
    comment: str = ""

    @property
    def partition_of(self) -> str:
        """The table that this one is a partition of, empty for none."""
        return self._partition[0]

    @property
    def bound(self) -> str:
        """Which rows this partition takes: `FOR VALUES IN (1)`, `DEFAULT`; empty for none."""
        return self._partition[1]

    @property
    def _partition(self) -> tuple[str, str]:
        matches = (_PARTITION.match(option) for option in self.options)
        found = next(filter(None, matches), None)
        return (found["parent"], found["bound"]) if found else ("", "")


@dataclass(frozen=True, slots=True)
class ViewColumn:
    """A column of a view.

    `default` is what an INSERT takes, `options` are `statistics 500` and the like.
    """

    name: str
    type: str
    default: str = ""
    options: tuple[str, ...] = ()
    comment: str = ""


@dataclass(frozen=True, slots=True)
class View:
    """A view, or a materialized one. `options` are `security_invoker=true` and the like.

    Whether a materialized view is filled is data and not told.
    """

    name: str
    columns: tuple[ViewColumn, ...]
    definition: str
    is_materialized: bool = False
    indexes: tuple[Index, ...] = ()
    triggers: tuple[Trigger, ...] = ()
    options: tuple[str, ...] = ()
    comment: str = ""

    @property
    def kind(self) -> str:
        return "materialized view" if self.is_materialized else "view"


@dataclass(frozen=True, slots=True)
class Function:
    """A function, a window function or a procedure (`returns` is empty then).

    `name` holds the argument types: `add(integer, integer)`. `arguments` spells names, modes and
    defaults, and is empty where the types say it all. `body` has neither line breaks around it
    nor carriage returns. `settings` are `search_path=public` and the like. `cost`, `rows` and
    `owner` are empty where they are the usual ones; `library` holds a function written in C.
    """

    name: str
    returns: str
    language: str
    body: str
    arguments: str = ""
    volatility: str = "volatile"
    parallel: str = "unsafe"
    is_strict: bool = False
    is_security_definer: bool = False
    is_leakproof: bool = False
    is_window: bool = False
    cost: str = ""
    rows: str = ""
    support: str = ""
    library: str = ""
    owner: str = ""
    settings: tuple[str, ...] = ()
    comment: str = ""


@dataclass(frozen=True, slots=True)
class Other:
    """An object of any other kind, such as an enum, a policy or a privilege.

    `facts` are names and texts, in the order in which a person wants them; what is as PostgreSQL
    has it by itself is left out. The name of what belongs to another object ends in ` on ` and
    that object's label.
    """

    kind: str
    name: str
    facts: tuple[tuple[str, str], ...] = ()
    comment: str = ""

    @property
    def whole(self) -> str:
        """The label of the object that this one belongs to, empty for none."""
        return self.name.rpartition(" on ")[2] if " on " in self.name else ""


@dataclass(frozen=True, slots=True)
class Schema:
    """Everything in a database but its rows, each kind sorted by name.

    `owner` is the usual owner, empty where nobody knows: of objects only another one is told.
    `unmodelled` is what the database holds besides, by kind: nothing compares it.
    """

    tables: tuple[Table, ...] = ()
    views: tuple[View, ...] = ()
    functions: tuple[Function, ...] = ()
    others: tuple[Other, ...] = ()
    owner: str = field(default="", compare=False)
    unmodelled: tuple[tuple[str, str], ...] = field(default=(), compare=False)


# The names of columns come again and again; one spelling of each is also compared in no time.
@lru_cache(maxsize=65536)
def quoted(name: str) -> str:
    """Return an identifier as SQL spells it: `email`, `"Weird name"`."""
    return name if _PLAIN.match(name) else '"' + name.replace('"', '""') + '"'


def unquoted(name: str) -> str:
    """Return the bare identifier of one that is spelled as in SQL."""
    return name[1:-1].replace('""', '"') if name.startswith('"') else name


def qualified(schema: str, name: str) -> str:
    """Return the name of an object as this module spells it, from two bare identifiers."""
    return quoted(name) if schema == "public" else f"{quoted(schema)}.{quoted(name)}"


def schema_of(name: str) -> str:
    """Return the bare name of the schema that a relation's or a function's name tells."""
    found = _SCHEMA.match(name)
    return unquoted(found[0][:-1]) if found and found[0] else "public"


def bare(name: str) -> str:
    """Return the bare identifier of a relation's name, without its schema."""
    found = _SCHEMA.match(name)
    return unquoted(name[found.end() :] if found else name)


def column_label(relation: str, name: str) -> str:
    """Return how a person is told of a column: `column users.email`."""
    return f"column {relation}.{name}"


def constraint_label(table: str, name: str) -> str:
    """Return how a person is told of a constraint: `constraint users_pkey on users`."""
    return f"constraint {name} on {table}"


def index_label(table: str, name: str) -> str:
    """Return how a person is told of an index, which lives in its table's schema."""
    schema = _SCHEMA.match(table)
    return f"index {schema[0] if schema else ''}{name}"


def trigger_label(relation: str, name: str) -> str:
    """Return how a person is told of a trigger: `trigger users_set_updated_at on users`."""
    return f"trigger {name} on {relation}"


def one_line(sql: str) -> str:
    """Return SQL that has line breaks on one line: in a literal they become escapes."""
    return _LITERAL_OR_SPACES.sub(_joined_up, sql).strip() if _BREAK.search(sql) else sql


def _joined_up(found: re.Match[str]) -> str:
    part = found[0]
    if part.isspace():
        return " "
    if part.startswith('"') or not _BREAK.search(part):
        return part
    literal = part if part.startswith("E") else "E" + part.replace("\\", "\\\\")
    return literal.replace("\n", "\\n").replace("\r", "\\r")
