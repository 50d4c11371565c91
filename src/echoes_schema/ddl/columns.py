"""Columns: as CREATE TABLE writes them, and from one to another."""

from __future__ import annotations

from dataclasses import replace

from echoes_schema.ddl import sequences
from echoes_schema.ddl.names import default, full, identifier, literal, own, parts
from echoes_schema.ddl.options import changed, foreign, foreign_changed, foreign_listed, parameters
from echoes_schema.ddl.setting import VERSION_17, VERSION_18, Setting
from echoes_schema.ddl.statement import (
    Stage,
    Statement,
    Statements,
    comment_on,
    commented,
    fitting,
)
from echoes_schema.ddl.widening import loses
from echoes_schema.schema import Column, Table, column_label, unquoted

_MAIN = frozenset({"numeric", "inet", "cidr"})


def definition(column: Column, *, with_default: bool, with_not_null: bool = True) -> str:
    """Return a column as CREATE TABLE and ADD COLUMN write it."""
    words = [identifier(column.name), column.type]
    words.append(foreign_listed(foreign(column.options)).strip())
    words.append(f"COLLATE {column.collation}" if column.collation else "")
    if column.generated:
        words.append(f"GENERATED ALWAYS AS ({column.default}) {column.generated.upper()}")
    elif column.default and with_default:
        words.append(default(column.default))
    if column.identity:
        words.append(_identity(column))
    if with_not_null and not column.is_nullable and "not valid" not in column.not_null:
        words.append(_not_null(column))
    return " ".join(filter(None, words))


def _identity(column: Column) -> str:
    facts = sequences.of_column(column)
    said = sequences.options({name: text for name, text in facts.items() if name != "type"})
    options = f" ({' '.join(said)})" if said else ""
    return f"GENERATED {column.identity.upper()} AS IDENTITY{options}"


def _not_null(column: Column) -> str:
    name = _name_of_not_null(column)
    named = f"CONSTRAINT {identifier(name)} " if name else ""
    return f"{named}NOT NULL{' NO INHERIT' if 'no inherit' in column.not_null else ''}"


def _name_of_not_null(column: Column) -> str:
    found = (text for text in column.not_null if text.startswith("constraint "))
    return next(found, "").removeprefix("constraint ")


def settle(table: Table, column: Column, setting: Setting) -> Statements:
    """Yield what a new column needs beside its definition."""
    alter = f"ALTER TABLE {setting.only(table.name)}{full(table.name)}"
    if "not valid" in column.not_null:
        yield Statement(f"{alter} ADD {_added_not_null(table, column)} NOT VALID")
    yield from _storage(alter, replace(column, storage="", compression="", statistics=""), column)
    own_options = parameters(column.options)
    for clause in changed({}, own_options):
        yield Statement(f"{alter} ALTER COLUMN {identifier(column.name)} {clause}")
    name = f"{full(table.name)}.{identifier(column.name)}"
    yield from commented(f"COLUMN {name}", column.comment)


def _added_not_null(table: Table, column: Column) -> str:
    name = _name_of_not_null(column) or _automatic(table.name, column.name)
    inherit = " NO INHERIT" if "no inherit" in column.not_null else ""
    return f"CONSTRAINT {identifier(name)} NOT NULL {identifier(column.name)}{inherit}"


def _automatic(table: str, column: str) -> str:
    return fitting(f"{unquoted(parts(table)[1])}_{unquoted(column)}_not_null")


def add(table: Table, column: Column, setting: Setting) -> Statements:
    """Yield what adds a column to a table that may have rows."""
    serial = setting.new_serials.get(sequences.drawn(column))
    is_own = serial is not None and serial.table == table.name and serial.column == column
    if serial and is_own:
        yield from _sequence(serial, setting)
    fills_itself = bool(column.default or column.identity or column.generated)
    is_foreign = any(option.startswith("server ") for option in table.options)
    inline = fills_itself or column.is_nullable or is_foreign
    text = definition(column, with_default=True, with_not_null=inline)
    note = "" if inline else f"rows that are there need a value of {identifier(column.name)} now"
    about = column_label(table.name, column.name)
    yield Statement(f"ALTER TABLE {full(table.name)} ADD COLUMN {text}", note=note, about=about)
    if serial and is_own:
        yield sequences.own_serial(serial)
    yield from settle(table, column, setting)
    if not inline and "not valid" not in column.not_null:
        yield from _require(table, column)


def _sequence(serial: sequences.Serial, setting: Setting) -> Statements:
    """Yield what makes the sequence of a new column; another column may have had it."""
    old = setting.old_serials.get(serial.sequence)
    if old is not None:
        yield from sequences.change(sequences.as_own(old), sequences.as_own(serial), frozenset())
    elif not _has_sequence(setting, serial.sequence):
        yield sequences.create_serial(serial)


def drop(table: Table, column: Column) -> Statement:
    """Return the statement that drops a column."""
    return Statement(
        f"ALTER TABLE {full(table.name)} DROP COLUMN {identifier(column.name)}",
        Stage.REMOVE,
        loss="" if column.generated else "the column's values are lost",
        about=column_label(table.name, column.name),
    )


def is_remade(old: Column, new: Column, facts: frozenset[str], setting: Setting) -> bool:
    """Return whether only another column in its place will do."""
    if "generation" in facts:
        return bool(new.generated) or old.generated == "virtual"
    is_expression = "default" in facts and bool(new.generated)
    oldest = VERSION_18 if new.generated == "virtual" else VERSION_17
    return is_expression and setting.postgres < oldest


def is_retyped(facts: frozenset[str]) -> bool:
    """Return whether what speaks of the column is in the way of the change."""
    return bool({"type", "collation"} & facts)


def change(
    table: Table, old: Column, new: Column, facts: frozenset[str], setting: Setting
) -> Statements:
    """Yield what leads from a column to another of its name."""
    if is_remade(old, new, facts, setting):
        yield from _remake(table, old, new, setting)
        return
    alter = f"ALTER TABLE {setting.only(table.name)}{full(table.name)}"
    column = f"ALTER COLUMN {identifier(new.name)}"
    if is_retyped(facts):
        yield _retype(table, old, new)
    if "generation" in facts:
        yield Statement(f"{alter} {column} DROP EXPRESSION")
    elif "default" in facts and new.generated:
        yield Statement(
            f"{alter} {column} SET EXPRESSION AS ({new.default})",
            note="writes every row anew" if new.generated == "stored" else "",
        )
    if facts & {"identity", "sequence"}:
        yield from _number(table, old, new, setting)
    if "nullability" in facts:
        yield from _nullability(table, old, new)
    yield from _storage(f"{alter}", old, new)
    yield from _options(f"{alter} {column}", table, old, new)
    if "comment" in facts:
        name = f"{full(table.name)}.{identifier(new.name)}"
        yield comment_on(f"COLUMN {name}", new.comment)


def _remake(table: Table, old: Column, new: Column, setting: Setting) -> Statements:
    """Yield the column dropped and added: what it holds can be computed again, or is lost."""
    dropped = replace(drop(table, old), stage=Stage.CHANGE)
    yield dropped
    for statement in add(table, new, setting):
        yield replace(statement, loss=dropped.loss and "waits for the column to be dropped")


def _retype(table: Table, old: Column, new: Column) -> Statement:
    collation = f" COLLATE {new.collation}" if new.collation else ""
    if old.collation and not new.collation:
        collation = ' COLLATE "default"'
    loss = loses(old.type, new.type)
    using = f" USING {identifier(new.name)}::{new.type}" if loss else ""
    text = f"ALTER COLUMN {identifier(new.name)} TYPE {new.type}{collation}{using}"
    return Statement(
        f"ALTER TABLE {full(table.name)} {text}",
        loss=loss,
        about=column_label(table.name, new.name),
    )


def swap(table: Table, column: Column) -> Statement:
    """Return the statement that gives a column the type that now has the name of its own."""
    name, dimensions = identifier(column.name), column.type.count("[]")
    text = "text" + "[]" * dimensions
    return Statement(
        f"ALTER TABLE {full(table.name)} ALTER COLUMN {name} TYPE {column.type} "
        f"USING {name}::{text}::{column.type}",
        note="writes every row anew",
        about=column_label(table.name, column.name),
    )


def set_default(table: str, column: Column, setting: Setting) -> Statements:
    """Yield what gives a column its default."""
    alter = f"ALTER TABLE {setting.only(table)}{full(table)}"
    serial = setting.new_serials.get(sequences.drawn(column))
    old = setting.old_serials.get(sequences.drawn(column))
    is_new = serial is not None and old is None and not _has_sequence(setting, serial.sequence)
    if serial and is_new:
        yield sequences.create_serial(serial)
    text = f"ALTER COLUMN {identifier(column.name)} SET DEFAULT {column.default}"
    yield Statement(f"{alter} {text}")
    if serial and old is None:
        yield sequences.own_serial(serial)
    if serial and is_new:
        yield sequences.go_on_from_rows(literal(serial.sequence), table, column.name)


def without_identity(column: Column) -> Column:
    """Return a column without the identity that a partition has from its table.

    From PostgreSQL 17 on ATTACH gives it and DETACH takes it; no partition has one of its own.
    """
    return replace(column, identity="", sequence=()) if column.identity else column


def drop_identities(table: Table) -> Statements:
    """Yield what takes identities from a table that is to become a partition."""
    for column in table.columns:
        if column.identity:
            name = identifier(column.name)
            yield Statement(f"ALTER TABLE {full(table.name)} ALTER COLUMN {name} DROP IDENTITY")


def _has_sequence(setting: Setting, name: str) -> bool:
    return any(one.kind == "sequence" and full(one.name) == name for one in setting.old.others)


def drop_default(table: str, column: Column, setting: Setting) -> Statement:
    """Return the statement that takes a default away."""
    alter = f"ALTER TABLE {setting.only(table)}{full(table)}"
    return Statement(f"{alter} ALTER COLUMN {identifier(column.name)} DROP DEFAULT")


def _is_serial(setting: Setting, column: Column) -> bool:
    """Tell whether a sequence is a column's on both sides; else it is an object of its own."""
    drawn = sequences.drawn(column)
    return drawn in setting.old_serials and drawn in setting.new_serials


def _number(table: Table, old: Column, new: Column, setting: Setting) -> Statements:
    """Yield what leads from an identity, or a serial's sequence, to another."""
    alter = f"ALTER TABLE {full(table.name)} ALTER COLUMN {identifier(new.name)}"
    was, now = sequences.of_column(old), sequences.of_column(new)
    if old.identity and not new.identity:
        yield Statement(f"{alter} DROP IDENTITY")
    elif new.identity and not old.identity:
        yield Statement(f"{alter} ADD {_identity(new)}")
        sequence = sequences.of_identity(table.name, new.name)
        yield sequences.go_on_from_rows(sequence, table.name, new.name)
    elif new.identity:
        if old.identity != new.identity:
            yield Statement(f"{alter} SET GENERATED {new.identity.upper()}")
        steps = sequences.altered(was, now, new.type)
        if steps:
            yield Statement(f"{alter} {' '.join(f'SET {step}' for step in steps)}")
    elif sequences.drawn(new) == sequences.drawn(old) and _is_serial(setting, new):
        before, after = {"type": old.type, **was}, {"type": new.type, **now}
        steps = sequences.altered(before, after, new.type)
        if steps:
            yield Statement(f"ALTER SEQUENCE {sequences.drawn(new)} {' '.join(steps)}")


def _nullability(table: Table, old: Column, new: Column) -> Statements:
    alter = f"ALTER TABLE {full(table.name)}"
    if new.is_nullable:
        yield Statement(f"{alter} ALTER COLUMN {identifier(new.name)} DROP NOT NULL")
    elif old.is_nullable:
        yield from _require(table, new)
    else:
        yield from _rename_not_null(alter, table, old, new)


def _require(table: Table, column: Column) -> Statements:
    """Yield NOT NULL for a table that may have rows: they are read under a weak lock."""
    alter = f"ALTER TABLE {full(table.name)}"
    if column.not_null:
        name = identifier(_name_of_not_null(column) or _automatic(table.name, column.name))
        yield Statement(f"{alter} ADD {_added_not_null(table, column)} NOT VALID")
        if "not valid" not in column.not_null:
            yield Statement(f"{alter} VALIDATE CONSTRAINT {name}", Stage.VALIDATE)
        return
    bare = identifier(column.name)
    name = identifier(fitting(f"{unquoted(own(table.name))}_{unquoted(column.name)}_filled"))
    yield Statement(f"{alter} ADD CONSTRAINT {name} CHECK ({bare} IS NOT NULL) NOT VALID")
    yield Statement(f"{alter} VALIDATE CONSTRAINT {name}", Stage.VALIDATE)
    yield Statement(f"{alter} ALTER COLUMN {bare} SET NOT NULL", Stage.FINISH, is_late=True)
    yield Statement(f"{alter} DROP CONSTRAINT {name}", Stage.FINISH, is_late=True)


def _rename_not_null(alter: str, table: Table, old: Column, new: Column) -> Statements:
    """Yield what leads from one NOT NULL constraint to another: both sides have one."""
    automatic = _automatic(table.name, new.name)
    was, now = _name_of_not_null(old), _name_of_not_null(new) or automatic
    if was and was != now:
        yield Statement(f"{alter} RENAME CONSTRAINT {identifier(was)} TO {identifier(now)}")
    elif not was and now != automatic:
        yield _rename_whatever_it_is_called(table, new, now)
    if ("no inherit" in old.not_null) != ("no inherit" in new.not_null):
        word = "NO INHERIT" if "no inherit" in new.not_null else "INHERIT"
        yield Statement(f"{alter} ALTER CONSTRAINT {identifier(now)} {word}")
    if "not valid" in old.not_null and "not valid" not in new.not_null:
        yield Statement(f"{alter} VALIDATE CONSTRAINT {identifier(now)}", Stage.VALIDATE)
    elif "not valid" in new.not_null and "not valid" not in old.not_null:
        yield Statement(f"{alter} ALTER COLUMN {identifier(new.name)} DROP NOT NULL")
        yield Statement(f"{alter} ADD {_added_not_null(table, new)} NOT VALID")


def _rename_whatever_it_is_called(table: Table, column: Column, name: str) -> Statement:
    """Return the statement that renames a NOT NULL constraint whose name nobody chose."""
    alter = f"ALTER TABLE {full(table.name)} RENAME CONSTRAINT %I TO {identifier(name)}"
    bare = unquoted(column.name)
    found = (
        f"SELECT format({literal(alter)}, k.conname) FROM pg_constraint AS k "  # noqa: S608
        "INNER JOIN pg_attribute AS a ON k.conrelid = a.attrelid AND k.conkey[1] = a.attnum "
        f"WHERE k.contype = 'n' AND k.conrelid = {literal(full(table.name))}::regclass "
        f"AND a.attname = {literal(bare)}"
    )
    return Statement(f"DO $do$ BEGIN EXECUTE ({found}); END $do$")


def _storage(alter: str, old: Column, new: Column) -> Statements:
    column = f"{alter} ALTER COLUMN {identifier(new.name)}"
    if old.storage != new.storage:
        yield Statement(f"{column} SET STORAGE {new.storage.upper() or _usual_storage(new)}")
    if old.compression != new.compression:
        yield Statement(f"{column} SET COMPRESSION {new.compression or 'default'}")
    if old.statistics != new.statistics:
        yield Statement(f"{column} SET STATISTICS {new.statistics or -1}")


def _usual_storage(column: Column) -> str:
    # PostgreSQL 15 has no SET STORAGE DEFAULT. Only types of varying length have another one.
    return "MAIN" if column.type.partition("(")[0] in _MAIN else "EXTENDED"


def _options(column: str, table: Table, old: Column, new: Column) -> Statements:
    for clause in changed(parameters(old.options), parameters(new.options)):
        yield Statement(f"{column} {clause}")
    was, now = foreign(old.options), foreign(new.options)
    if was != now:
        text = f"ALTER COLUMN {identifier(new.name)} {foreign_changed(was, now)}"
        yield Statement(f"ALTER FOREIGN TABLE {full(table.name)} {text}")
