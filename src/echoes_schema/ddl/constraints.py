"""Constraints of tables: added so that rows are read under a weak lock only."""

from __future__ import annotations

from dataclasses import replace

from echoes_schema.ddl import indexes
from echoes_schema.ddl.names import full, identifier, identifiers, own, parts
from echoes_schema.ddl.setting import VERSION_18, Setting
from echoes_schema.ddl.statement import (
    Stage,
    Statement,
    Statements,
    comment_on,
    commented,
    fitting,
)
from echoes_schema.schema import (
    Check,
    Constraint,
    Exclusion,
    ForeignKey,
    Index,
    IndexKey,
    Key,
    unquoted,
)

_IN_PLACE = frozenset({"comment", "clustering", "options"})


def clause(constraint: Constraint) -> str:
    """Return a constraint as CREATE TABLE and ADD write it."""
    match constraint:
        case Key():
            text = _key(constraint)
        case ForeignKey():
            text = _foreign_key(constraint)
        case Check():
            text = f"CHECK ({constraint.expression})"
            text += "" if constraint.is_inherited else " NO INHERIT"
        case Exclusion():
            text = _exclusion(constraint)
    if isinstance(constraint, Check | ForeignKey) and not constraint.is_enforced:
        text += " NOT ENFORCED"
    return f"CONSTRAINT {identifier(constraint.name)} {text}"


def _key(key: Key) -> str:
    columns = identifiers(key.columns) + (" WITHOUT OVERLAPS" if key.without_overlaps else "")
    words = ["PRIMARY KEY" if key.kind == "primary key" else "UNIQUE"]
    words.append("NULLS NOT DISTINCT" if key.nulls_not_distinct else "")
    words.append(f"({columns})")
    words.append(indexes.included(key.include))
    words.append(indexes.parameters_of_constraint(key.options))
    return " ".join(filter(None, [*words, key.deferral.upper()]))


def _foreign_key(key: ForeignKey) -> str:
    words = [
        f"FOREIGN KEY ({_columns(key.columns, is_period=key.is_period)})",
        f"REFERENCES {full(key.references)}",
        f"({_columns(key.referenced, is_period=key.is_period)})",
        "MATCH FULL" if key.match == "full" else "",
        f"ON UPDATE {key.on_update.upper()}" if key.on_update != "no action" else "",
        f"ON DELETE {key.on_delete.upper()}" if key.on_delete != "no action" else "",
        f"({identifiers(key.delete_columns)})" if key.delete_columns else "",
        key.deferral.upper(),
    ]
    return " ".join(filter(None, words))


def _columns(columns: tuple[str, ...], *, is_period: bool) -> str:
    names = [identifier(name) for name in columns]
    return ", ".join([*names[:-1], f"PERIOD {names[-1]}"] if is_period else names)


def _exclusion(exclusion: Exclusion) -> str:
    keys = (f"{indexes.key(key)} WITH {operator}" for key, operator in exclusion.keys)
    words = [f"EXCLUDE USING {exclusion.method} ({', '.join(keys)})"]
    words.append(indexes.included(exclusion.include))
    words.append(indexes.parameters_of_constraint(exclusion.options))
    words.append(f"WHERE ({exclusion.where})" if exclusion.where else "")
    return " ".join(filter(None, [*words, exclusion.deferral.upper()]))


def is_inlined(constraint: Constraint) -> bool:
    """Return whether CREATE TABLE may have the constraint in itself."""
    if isinstance(constraint, ForeignKey):
        return False
    return not isinstance(constraint, Check) or constraint.is_validated


def settle(table: str, constraint: Constraint) -> Statements:
    """Yield what a new constraint needs beside its clause."""
    name = f"{identifier(constraint.name)} ON {full(table)}"
    yield from commented(f"CONSTRAINT {name}", constraint.comment)
    if isinstance(constraint, Key | Exclusion) and constraint.is_clustered:
        yield indexes.cluster(table, constraint.name)


def create(
    table: str, constraint: Constraint, setting: Setting, *, old: Constraint | None = None
) -> Statements:
    """Yield what adds a constraint; `old` is the one that it comes in place of."""
    is_fresh = setting.is_fresh(f"table {table}")
    add = f"ALTER TABLE {full(table)} ADD {clause(constraint)}"
    match constraint:
        case Check() | ForeignKey():
            is_direct = is_fresh or not _may_be_unvalidated(table, constraint, setting)
            yield from _validated(table, add, constraint, is_direct=is_direct)
        case Key() if not is_fresh and has_plain_index(table, constraint, setting):
            yield from _through_index(table, constraint, setting, is_again=isinstance(old, Key))
        case _:
            note = "" if is_fresh else "reads all rows under a lock; there is no other way"
            yield Statement(add, note=note)
    is_bound = isinstance(constraint, Key) and not is_fresh
    for statement in settle(table, constraint):
        yield replace(statement, stage=Stage.FINISH) if is_bound else statement


def _may_be_unvalidated(table: str, constraint: Check | ForeignKey, setting: Setting) -> bool:
    if not constraint.is_enforced:
        return False
    is_check = isinstance(constraint, Check)
    return is_check or setting.postgres >= VERSION_18 or not setting.is_partitioned(table)


def _validated(
    table: str, add: str, constraint: Check | ForeignKey, *, is_direct: bool
) -> Statements:
    if not constraint.is_validated:
        yield Statement(f"{add} NOT VALID")
    elif is_direct:
        yield Statement(add)
    else:
        yield Statement(f"{add} NOT VALID")
        yield validate(table, constraint.name)


def validate(table: str, name: str) -> Statement:
    """Return the statement that reads the rows which a constraint did not see yet."""
    text = f"ALTER TABLE {full(table)} VALIDATE CONSTRAINT {identifier(name)}"
    return Statement(text, Stage.VALIDATE)


def has_plain_index(table: str, key: Key, setting: Setting) -> bool:
    """Return whether a key can be made of an index that is built concurrently."""
    return not key.without_overlaps and not setting.is_partitioned(table)


def _through_index(table: str, key: Key, setting: Setting, *, is_again: bool) -> Statements:
    """Yield the index of a key, built while others read and write, and then the key."""
    bare = unquoted(key.name)
    index = identifier(fitting(bare, "_new")) if is_again else identifier(bare)
    built = Index(
        index,
        "btree",
        tuple(map(IndexKey, key.columns)),
        is_unique=True,
        include=key.include,
        nulls_not_distinct=key.nulls_not_distinct,
        options=key.options,
    )
    text = indexes.definition(table, built, how="CONCURRENTLY ")
    yield Statement(text, Stage.BUILD, is_concurrent=True)
    kind = "PRIMARY KEY" if key.kind == "primary key" else "UNIQUE"
    dropped = f"DROP CONSTRAINT {identifier(key.name)}, " if is_again else ""
    added = (
        f"ADD CONSTRAINT {identifier(key.name)} {kind} USING INDEX {index} {key.deferral.upper()}"
    )
    text = f"ALTER TABLE {full(table)} {dropped}{added}"
    yield Statement(text.strip(), _bound_at(table, key, setting))


def _bound_at(table: str, key: Key, setting: Setting) -> Stage:
    """Return when a key is made of its index: where no column has to be read for NULL any more."""
    before = setting.old_tables.get(table)
    nullable = {one.name for one in before.columns if one.is_nullable} if before else set()
    added = {one.name for one in before.columns} if before else set()
    is_new = any(name in nullable or name not in added for name in key.columns)
    return Stage.FINISH if is_new and key.kind == "primary key" else Stage.BIND


def drop(table: str, constraint: Constraint) -> Statement:
    """Return the statement that drops a constraint."""
    return Statement(f"ALTER TABLE {full(table)} DROP CONSTRAINT {identifier(constraint.name)}")


def is_replaced(old: Constraint, new: Constraint, facts: frozenset[str], setting: Setting) -> bool:
    """Return whether only another constraint in its place will do."""
    rest = facts - _IN_PLACE
    if rest == {"deferral"}:
        return not isinstance(new, ForeignKey)
    if rest == {"validation"} and isinstance(new, ForeignKey | Check):
        return not _is_validated_in_place(old, new, setting)
    return bool(rest)


def _is_validated_in_place(old: Constraint, new: ForeignKey | Check, setting: Setting) -> bool:
    was_enforced = isinstance(old, ForeignKey | Check) and old.is_enforced
    if was_enforced and new.is_enforced:
        return new.is_validated
    is_alterable = isinstance(new, ForeignKey) and setting.postgres >= VERSION_18
    return is_alterable and (new.is_validated or not new.is_enforced)


def change(table: str, old: Constraint, new: Constraint, facts: frozenset[str]) -> Statements:
    """Yield what leads from a constraint to another of its name."""
    name = f"{full(table)} ALTER CONSTRAINT {identifier(new.name)}"
    if "validation" in facts and isinstance(new, ForeignKey | Check):
        was_enforced = isinstance(old, ForeignKey | Check) and old.is_enforced
        if was_enforced and new.is_enforced:
            yield validate(table, new.name)
        else:
            yield Statement(f"ALTER TABLE {name} {'' if new.is_enforced else 'NOT '}ENFORCED")
    if "deferral" in facts and isinstance(new, ForeignKey):
        yield Statement(f"ALTER TABLE {name} {new.deferral.upper() or 'NOT DEFERRABLE'}")
    if "options" in facts and not isinstance(old, ForeignKey | Check):
        assert not isinstance(new, ForeignKey | Check)
        index = f"{identifier(parts(table)[0])}.{own(new.name)}"
        yield from indexes.change_options(index, old.options, new.options)
    if "clustering" in facts and not isinstance(new, ForeignKey | Check):
        yield indexes.cluster(table, new.name if new.is_clustered else "")
    if "comment" in facts:
        yield comment_on(f"CONSTRAINT {identifier(new.name)} ON {full(table)}", new.comment)


def rename(table: str, old: str, new: str) -> Statement:
    """Return the statement that renames a constraint."""
    text = f"RENAME CONSTRAINT {identifier(old)} TO {identifier(new)}"
    return Statement(f"ALTER TABLE {full(table)} {text}")
