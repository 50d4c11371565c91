"""The statements of any part: what makes it, what drops it, what leads from one to another."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from echoes_schema.ddl import (
    columns,
    constraints,
    functions,
    indexes,
    kinds,
    operators,
    others,
    privileges,
    rows,
    sequences,
    tables,
    triggers,
    types,
    views,
)
from echoes_schema.ddl.kinds import Kind, facts_of
from echoes_schema.ddl.names import full, identifier, parts
from echoes_schema.ddl.parts import Part
from echoes_schema.ddl.setting import Setting
from echoes_schema.ddl.statement import Statement, Statements, gap, owned_by
from echoes_schema.schema import (
    Check,
    Column,
    Exclusion,
    ForeignKey,
    Function,
    Index,
    Key,
    Other,
    Table,
    Trigger,
    View,
)

KINDS: Mapping[str, Kind] = {
    **types.KINDS,
    **others.KINDS,
    **rows.KINDS,
    **operators.KINDS,
    "sequence": Kind("SEQUENCE", sequences.create, has_owner=False),
}


def create(part: Part, setting: Setting, *, old: Part | None = None) -> Statements:
    """Yield what makes a part; `old` is the one that it comes in place of."""
    match part.item:
        case Table() if part.kind == "replica identity":
            yield from tables.set_replica_identity(part.item)
        case Table():
            yield from tables.create(part.item, setting)
        case Column():
            yield from columns.set_default(part.on, part.item, setting)
        case Key() | ForeignKey() | Check() | Exclusion():
            before = old.item if old else None
            was = before if isinstance(before, Key | Exclusion | Check | ForeignKey) else None
            yield from constraints.create(part.on, part.item, setting, old=was)
        case Index():
            yield from indexes.create(part.on, part.whole, part.item, setting, is_again=bool(old))
        case Trigger():
            yield from triggers.create(part.on, part.item)
        case View():
            yield from views.create(part.item)
        case Function():
            yield from functions.create(part.item)
        case Other():
            yield from _create_other(part, part.item, setting)
        case _:
            yield gap(part.label, "objects of this kind")


def _create_other(part: Part, item: Other, setting: Setting) -> Statements:
    if part.kind == "ownership":
        yield _owned_by(item)
    elif part.kind == "privileges":
        yield from privileges.change(
            None, item, setting.owner_of(item.whole), _initially(item, setting)
        )
    elif part.kind == "default privileges":
        yield from privileges.change_defaults(None, item)
    elif part.kind == "sequence" and full(item.name) in setting.old_serials:
        yield from _freed(item, setting)
    elif part.kind == "domain constraint" and setting.is_fresh(part.whole):
        constraint = replace(KINDS[part.kind], create=types.constraint_of_new_domain)
        yield from kinds.create(constraint, item)
    else:
        yield from kinds.create(KINDS[part.kind], item)


def _owned_by(item: Other, *, is_gone: bool = False) -> Statement:
    column = facts_of(item)["owned-by"]
    relation, _, name = column.rpartition(".")
    target = "NONE" if is_gone else f"{full(relation)}.{identifier(name)}"
    return Statement(f"ALTER SEQUENCE {full(item.name)} OWNED BY {target}")


def _freed(item: Other, setting: Setting) -> Statements:
    """Yield what makes a sequence of its own out of that of a serial column."""
    if "owned-by" not in facts_of(item):
        yield Statement(f"ALTER SEQUENCE {full(item.name)} OWNED BY NONE")
    before = sequences.as_own(setting.old_serials[full(item.name)])
    yield from sequences.change(before, item, frozenset())
    yield from sequences.owned(item)
    yield from sequences.change(before, item, frozenset({"comment"} if item.comment else ()))


def _initially(item: Other, setting: Setting) -> privileges.Held | None:
    """Return what the grantee of something made anew holds at once; None for nothing unusual."""
    kind, name = privileges.target(item)
    if not setting.is_fresh(item.whole):
        return None
    schema = parts(name)[0] if kind != "schema" else ""
    found = privileges.initial(setting.old, setting.new.owner, kind, schema)
    return found.get(privileges.grantee(item))


def drop(part: Part, setting: Setting, *, is_late: bool, is_forced: bool = False) -> Statements:
    """Yield what drops a part; `is_forced` where others wait for it."""
    match part.item:
        case Table() if part.kind == "replica identity":
            text = f"ALTER TABLE {full(part.on)} REPLICA IDENTITY DEFAULT"
            yield Statement(text)
        case Table():
            yield tables.drop(part.item)
        case Column():
            yield columns.drop_default(part.on, part.item, setting)
        case Key() | ForeignKey() | Check() | Exclusion():
            yield constraints.drop(part.on, part.item)
        case Index():
            yield indexes.drop(part.on, part.item, setting, is_forced=is_forced)
        case Trigger():
            yield triggers.drop(part.on, part.item)
        case View():
            yield views.drop(part.item, is_late=is_late)
        case Function():
            yield functions.drop(part.item, is_late=is_late)
        case Other():
            yield from _drop_other(part, part.item, setting, is_late=is_late)
        case _:
            yield gap(part.label, "objects of this kind")


def _drop_other(part: Part, item: Other, setting: Setting, *, is_late: bool) -> Statements:
    if part.kind == "ownership":
        yield _owned_by(item, is_gone=True)
    elif part.kind == "privileges":
        yield from privileges.change(item, None, setting.owner_of(item.whole), None)
    elif part.kind == "default privileges":
        yield from privileges.change_defaults(item, None)
    elif part.kind == "sequence" and full(item.name) in setting.new_serials:
        yield from _given(item, setting)
    elif part.kind == "domain constraint":
        yield types.drop_domain_constraint(item)
    elif types.is_base(item):
        yield types.drop_base(kinds.drop(KINDS[part.kind], item, is_late=is_late))
    elif part.kind == "security label":
        dropped = kinds.drop(KINDS[part.kind], item, is_late=False)
        yield replace(dropped, sql=dropped.sql.removeprefix("DROP ") + " IS NULL")
    elif part.kind in {"dropped schema", "dropped extension"}:
        yield from others.back(item)
    elif part.kind == "dependency":
        yield from others.independent(item)
    elif part.kind == "schema" and item.name == "public":
        yield from _public_as_usual(item)
    elif part.kind in {"role", "subscription"}:
        yield gap(part.label, "only a person may decide that")
    else:
        yield kinds.drop(KINDS[part.kind], item, is_late=is_late)


def _public_as_usual(item: Other) -> Statements:
    if "owner" in facts_of(item):
        yield Statement("ALTER SCHEMA public OWNER TO pg_database_owner")
    if item.comment:
        yield Statement("COMMENT ON SCHEMA public IS 'standard public schema'")


def _given(item: Other, setting: Setting) -> Statements:
    """Yield what makes the sequence of a serial column out of one of its own."""
    serial = setting.new_serials[full(item.name)]
    after = sequences.as_own(serial)
    yield from sequences.change(item, after, frozenset({"comment"} if item.comment else ()))
    if "owner" in facts_of(item):
        yield owned_by(f"SEQUENCE {full(item.name)}", "")
    yield sequences.own_serial(serial)


def is_replaced(old: Part, new: Part, facts: frozenset[str], setting: Setting) -> bool:
    """Return whether only another part in the place of the old one will do."""
    if old.on != new.on and old.kind in {"index", "trigger"}:
        return True
    match old.item, new.item:
        case Table() as was, Table() as now:
            return new.kind == "table" and tables.is_replaced(was, now, facts)
        case Column(), Column():
            return False
        case Index() as was, Index() as now:
            return indexes.is_replaced(was, now, facts)
        case Trigger() as was, Trigger() as now:
            return triggers.is_replaced(was, now, facts)
        case View() as was, View() as now:
            return views.is_replaced(was, now, facts)
        case Function(), Function():
            return functions.is_replaced(facts)
        case Other() as was, Other() as now:
            return _is_other_replaced(new, was, now, facts)
        case (Key() | ForeignKey() | Check() | Exclusion()) as was, (
            Key() | ForeignKey() | Check() | Exclusion()
        ) as now:
            return constraints.is_replaced(was, now, facts, setting)
    return True


def _is_other_replaced(part: Part, old: Other, new: Other, facts: frozenset[str]) -> bool:
    if part.kind in {"ownership", "privileges", "default privileges", "sequence"}:
        return False
    if part.kind == "enum":
        return "labels" in facts and not types.is_longer(old, new)
    if part.kind == "publication" and others.is_publication_replaced(old, new):
        return True
    if part.kind == "policy" and rows.is_policy_replaced(new, facts):
        return True
    return kinds.is_replaced(KINDS[part.kind], facts)


def change(old: Part, new: Part, facts: frozenset[str], setting: Setting) -> Statements:
    """Yield what leads from a part to another of its name."""
    match old.item, new.item:
        case Table() as was, Table() as now:
            if new.kind == "replica identity":
                yield from tables.set_replica_identity(now)
            else:
                yield from tables.change(was, now, facts, setting)
        case Column(), Column() as now:
            yield from columns.set_default(new.on, now, setting)
        case Index() as was, Index() as now:
            yield from indexes.change(new.on, was, now, facts)
        case Trigger(), Trigger() as now:
            yield from triggers.change(new.on, now, facts)
        case View() as was, View() as now:
            yield from views.change(was, now, facts)
        case Function(), Function() as now:
            yield from functions.change(now, facts)
        case Other() as was, Other() as now:
            yield from _change_other(new, was, now, facts, setting)
        case (Key() | ForeignKey() | Check() | Exclusion()) as was, (
            Key() | ForeignKey() | Check() | Exclusion()
        ) as now:
            yield from constraints.change(new.on, was, now, facts)


def _change_other(
    part: Part, old: Other, new: Other, facts: frozenset[str], setting: Setting
) -> Statements:
    if part.kind == "ownership":
        yield _owned_by(new)
    elif part.kind == "privileges":
        yield from privileges.change(old, new, setting.owner_of(new.whole), None)
    elif part.kind == "default privileges":
        yield from privileges.change_defaults(old, new)
    elif part.kind == "sequence":
        yield from sequences.change(old, new, facts)
        # That of a column has the owner of the column's table.
        if "owner" in facts and not all("owned-by" in facts_of(one) for one in (old, new)):
            yield owned_by(f"SEQUENCE {full(new.name)}", facts_of(new).get("owner", ""))
    else:
        yield from kinds.change(KINDS[part.kind], old, new, facts)
        if _is_other_replaced(part, old, new, facts):
            said = ", ".join(sorted(facts))
            yield gap(part.label, f"{said}: only one made anew has it, and this one is in use")


def rename(old: Part, new: Part) -> Statement:
    """Return the statement that renames a constraint, an index or a trigger."""
    was, now = old.item.name, new.item.name
    if isinstance(new.item, Index):
        return indexes.rename(new.on, was, now)
    if isinstance(new.item, Trigger):
        return triggers.rename(new.on, was, now)
    return constraints.rename(new.on, was, now)
