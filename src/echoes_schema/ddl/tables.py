"""Tables: made, altered and dropped; what belongs to them is written elsewhere."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import replace

from echoes_schema.ddl import columns, constraints, inherited, options, sequences
from echoes_schema.ddl.names import full, identifier
from echoes_schema.ddl.options import said
from echoes_schema.ddl.setting import Setting, parents_of, partition_of
from echoes_schema.ddl.statement import (
    Stage,
    Statement,
    Statements,
    comment_on,
    commented,
    gap,
    owned_by,
)
from echoes_schema.schema import (
    Check,
    Column,
    Table,
    column_label,
    constraint_label,
)


def default_label(table: str, column: str) -> str:
    """Return the label of the part that a column's default is."""
    return f"default of {column_label(table, column)}"


def is_foreign(table: Table) -> bool:
    return bool(said(table.options, "server "))


def create(table: Table, setting: Setting) -> Statements:
    """Yield what makes a table with its columns and those of its parts that are inlined."""
    label = f"table {table.name}"
    own_serials = [one for one in setting.new_serials.values() if one.table == table.name]
    for serial in own_serials:
        if serial.sequence not in setting.old_serials:
            yield sequences.create_serial(serial)
    yield Statement(_created(table, setting), about=label)
    for serial in own_serials:
        yield sequences.own_serial(serial)
    yield from _attached(table)
    yield from _settled(table)
    yield from commented(f"{_kind(table)} {full(table.name)}", table.comment)
    for column in table.columns:
        yield from columns.settle(table, column, replace(setting, parents=frozenset()))
    for constraint in table.constraints:
        if constraint_label(table.name, constraint.name) in setting.inlined:
            yield from constraints.settle(table.name, constraint)
    yield from inherited.settle(table)


def _kind(table: Table) -> str:
    return "FOREIGN TABLE" if is_foreign(table) else "TABLE"


def _created(table: Table, setting: Setting) -> str:
    unlogged = "UNLOGGED " if "unlogged" in table.options else ""
    row_type = said(table.options, "of ")
    lines = [*_columns(table, setting), *_constraints(table, setting)]
    body = "(\n" + ",\n".join(f"    {line}" for line in lines) + "\n)" if lines else "()"
    if row_type:
        lines = [*_typed_columns(table, setting), *_constraints(table, setting)]
        body = f"OF {row_type}" + (f" ({', '.join(lines)})" if lines else "")
    return " ".join(
        filter(
            None, [f"CREATE {unlogged}{_kind(table)} {full(table.name)} {body}", *_clauses(table)]
        )
    )


def _clauses(table: Table) -> Iterator[str]:
    if said(table.options, "partition by "):
        yield f"PARTITION BY {said(table.options, 'partition by ')}"
    parents = said(table.options, "inherits ")
    if parents:
        yield f"INHERITS ({', '.join(full(parent) for parent in parents_of(table))})"
    if is_foreign(table):
        yield f"SERVER {said(table.options, 'server ')}"
        yield options.foreign_listed(options.foreign(table.options)).strip()
        return
    method, space = (said(table.options, f"{word} ") for word in ("access method", "tablespace"))
    yield f"USING {method}" if method else ""
    values = options.parameters(table.options)
    yield f"WITH {options.listed(values)}" if values else ""
    yield f"TABLESPACE {identifier(space)}" if space else ""


def _columns(table: Table, setting: Setting) -> Iterator[str]:
    inherited = _inherited(table, setting)
    for column in table.columns:
        if inherited.get(column.name) != column:
            is_inline = default_label(table.name, column.name) in setting.inlined
            own = columns.without_identity(column) if table.partition_of else column
            yield columns.definition(own, with_default=is_inline)


def _typed_columns(table: Table, setting: Setting) -> Iterator[str]:
    for column in table.columns:
        is_inline = default_label(table.name, column.name) in setting.inlined
        bare = replace(column, type="WITH OPTIONS", collation="")
        text = columns.definition(bare, with_default=is_inline)
        if text != f"{identifier(column.name)} WITH OPTIONS":
            yield text


def _inherited(table: Table, setting: Setting) -> dict[str, Column]:
    """Return the columns that INHERITS brings along, by name."""
    if not said(table.options, "inherits "):
        return {}
    parents = [setting.tables[one] for one in parents_of(table) if one in setting.tables]
    return {
        column.name: replace(column, comment="", statistics="", options=())
        for parent in reversed(parents)
        for column in parent.columns
        if not column.identity and _is_there(parent, column, setting)
    }


def _is_there(parent: Table, column: Column, setting: Setting) -> bool:
    """Return whether a parent's column has its default when a child is made."""
    label = default_label(parent.name, column.name)
    before = setting.old_tables.get(parent.name)
    if before is None or setting.is_fresh(f"table {parent.name}"):
        return not column.default or bool(column.generated) or label in setting.inlined
    defaults = {one.name: one.default for one in before.columns}
    return defaults.get(column.name) == column.default and not setting.is_fresh(label)


def _constraints(table: Table, setting: Setting) -> Iterator[str]:
    for constraint in table.constraints:
        if constraint_label(table.name, constraint.name) in setting.inlined:
            yield constraints.clause(constraint)
    if said(table.options, "partition of "):
        mine = {constraint.name for constraint in table.constraints}
        for check in _checks_of_ancestors(table, setting):
            if check.name not in mine:
                yield constraints.clause(check)


def _checks_of_ancestors(table: Table, setting: Setting) -> Iterator[Check]:
    """Yield the checks that a table must have before it becomes a partition."""
    for parent in (setting.tables[one] for one in parents_of(table) if one in setting.tables):
        for constraint in parent.constraints:
            if isinstance(constraint, Check) and constraint.is_inherited:
                yield constraint
        yield from _checks_of_ancestors(parent, setting)


def _attached(table: Table) -> Statements:
    partition = said(table.options, "partition of ")
    if partition:
        parent, bound = partition_of(partition)
        yield Statement(f"ALTER TABLE {full(parent)} ATTACH PARTITION {full(table.name)} {bound}")


def _settled(table: Table) -> Statements:
    alter = f"ALTER TABLE {full(table.name)}"
    owner = said(table.options, "owner ")
    if owner:
        yield owned_by(f"TABLE {full(table.name)}", owner)
    if "row level security" in table.options:
        yield Statement(f"{alter} ENABLE ROW LEVEL SECURITY")
    if "forced row level security" in table.options:
        yield Statement(f"{alter} FORCE ROW LEVEL SECURITY")


def identity_of_replica(table: Table) -> str:
    """Return how replicas tell rows of a table apart, as ALTER TABLE has it; "" for the key."""
    using = said(table.options, "replica identity using ")
    if using:
        return f"USING INDEX {identifier(using)}"
    return said(table.options, "replica identity ").upper()


def set_replica_identity(table: Table) -> Statements:
    """Yield the statement that tells how replicas tell rows apart."""
    text = identity_of_replica(table) or "DEFAULT"
    stage = Stage.BIND if text.startswith("USING") else Stage.CHANGE
    yield Statement(f"ALTER TABLE {full(table.name)} REPLICA IDENTITY {text}", stage)


def drop(table: Table) -> Statement:
    """Return the statement that drops a table."""
    return Statement(
        f"DROP {_kind(table)} {full(table.name)}",
        Stage.REMOVE,
        loss="" if is_foreign(table) else "the table's rows are lost",
        about=f"table {table.name}",
    )


def is_replaced(old: Table, new: Table, facts: frozenset[str]) -> bool:
    """Return whether only another table in its place will do."""
    return bool({"partition-key", "server"} & facts) or is_foreign(old) != is_foreign(new)


def change(old: Table, new: Table, facts: frozenset[str], setting: Setting) -> Statements:
    """Yield what leads from a table to another of its name, its parts left out."""
    name = full(new.name)
    alter = f"ALTER TABLE {setting.only(new.name)}{name}"
    yield from _moved(old, new, facts)
    if "persistence" in facts:
        word = "UNLOGGED" if "unlogged" in new.options else "LOGGED"
        yield Statement(f"ALTER TABLE {name} SET {word}", note="writes every row anew")
    yield from _security(alter, new, facts)
    if "owner" in facts:
        yield owned_by(f"TABLE {name}", said(new.options, "owner "))
    yield from _stored(f"ALTER TABLE {name}", new, facts)
    yield from _parameters(old, new, facts)
    if "row-type" in facts:
        row_type = said(new.options, "of ")
        yield Statement(f"ALTER TABLE {name} {f'OF {row_type}' if row_type else 'NOT OF'}")
    if "comment" in facts:
        yield comment_on(f"{_kind(new)} {name}", new.comment)
    yield from inherited.settle(new, old)


def _moved(old: Table, new: Table, facts: frozenset[str]) -> Statements:
    name = full(new.name)
    if "partition" in facts:
        was = said(old.options, "partition of ")
        if was:
            former, _ = partition_of(was)
            yield Statement(f"ALTER TABLE {full(former)} DETACH PARTITION {name}")
        yield from columns.drop_identities(old) if new.partition_of and not was else ()
        yield from _attached(new)
    if "inheritance" in facts:
        before, after = parents_of(old), parents_of(new)
        kept = _same_start(before, after)
        for parent in before[kept:]:
            yield Statement(f"ALTER TABLE {name} NO INHERIT {full(parent)}")
        for parent in after[kept:]:
            yield Statement(f"ALTER TABLE {name} INHERIT {full(parent)}")
            yield from _still_own(old, new)


def _same_start(before: tuple[str, ...], after: tuple[str, ...]) -> int:
    """Return how many parents may stay: a new one comes last."""
    pairs = enumerate(zip(before, after, strict=False))
    return next(
        (place for place, (one, other) in pairs if one != other), min(len(before), len(after))
    )


def _still_own(old: Table, new: Table) -> Statements:
    kept = {constraint.name for constraint in new.constraints}
    for constraint in old.constraints:
        if isinstance(constraint, Check) and constraint.name not in kept:
            label = constraint_label(new.name, constraint.name)
            yield gap(label, "it stays the table's own though a parent has it too")


def _security(alter: str, new: Table, facts: frozenset[str]) -> Statements:
    if "row-security" in facts:
        word = "ENABLE" if "row level security" in new.options else "DISABLE"
        yield Statement(f"{alter} {word} ROW LEVEL SECURITY")
    if "forced-row-security" in facts:
        word = "" if "forced row level security" in new.options else "NO "
        yield Statement(f"{alter} {word}FORCE ROW LEVEL SECURITY")


def _stored(alter: str, new: Table, facts: frozenset[str]) -> Statements:
    if "access-method" in facts:
        method = said(new.options, "access method ") or "heap"
        yield Statement(f"{alter} SET ACCESS METHOD {method}", note="writes every row anew")
    if "tablespace" in facts:
        space = said(new.options, "tablespace ") or "pg_default"
        yield Statement(
            f"{alter} SET TABLESPACE {identifier(space)}", note="copies the table under a lock"
        )


def _parameters(old: Table, new: Table, facts: frozenset[str]) -> Statements:
    if "options" not in facts:
        return
    was, now = options.parameters(old.options), options.parameters(new.options)
    for clause in options.changed(was, now):
        yield Statement(f"ALTER TABLE {full(new.name)} {clause}")
    before, after = options.foreign(old.options), options.foreign(new.options)
    if before != after:
        text = options.foreign_changed(before, after)
        yield Statement(f"ALTER FOREIGN TABLE {full(new.name)} {text}")


def order(old: Table, new: Table, remade: Collection[str]) -> Statements:
    """Yield what is said where columns come to stand in another order; no statement changes that.

    `remade` are the columns that are dropped and added.
    """
    wanted = [column.name for column in new.columns]
    kept = [one.name for one in old.columns if one.name in wanted and one.name not in remade]
    if [*kept, *(name for name in wanted if name not in kept)] != wanted:
        listed = ", ".join(wanted)
        yield gap(
            f"table {new.name}",
            f"the order of columns: only a table made anew has another one ({listed})",
        )
