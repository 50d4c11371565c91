"""Indexes: built and dropped while others read and write, where that is possible."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from echoes_schema.ddl import options
from echoes_schema.ddl.names import full, identifier, identifiers, parts
from echoes_schema.ddl.setting import Setting
from echoes_schema.ddl.statement import (
    Stage,
    Statement,
    Statements,
    comment_on,
    commented,
    fitting,
    gap,
)
from echoes_schema.schema import Index, IndexKey, index_label, unquoted

_IN_PLACE = frozenset({"comment", "clustering", "options"})


def key(item: IndexKey) -> str:
    """Return one key of an index."""
    words = [
        f"({item.content})" if item.is_expression else identifier(item.content),
        f"COLLATE {item.collation}" if item.collation else "",
        item.opclass,
        item.order.upper(),
        f"NULLS {item.nulls.upper()}" if item.nulls else "",
    ]
    return " ".join(filter(None, words))


def included(columns: Iterable[str]) -> str:
    """Return the INCLUDE clause, or ""."""
    names = identifiers(columns)
    return f"INCLUDE ({names})" if names else ""


def parameters(said: Iterable[str]) -> str:
    """Return the WITH and TABLESPACE clauses of an index, or ""."""
    return _parameters(said, "TABLESPACE")


def parameters_of_constraint(said: Iterable[str]) -> str:
    """Return the WITH and TABLESPACE clauses of a constraint's index, or ""."""
    return _parameters(said, "USING INDEX TABLESPACE")


def _parameters(said: Iterable[str], word: str) -> str:
    said = tuple(said)
    values, space = options.parameters(said), options.tablespace(said)
    clauses = [f"WITH {options.listed(values)}" if values else ""]
    clauses.append(f"{word} {identifier(space)}" if space else "")
    return " ".join(filter(None, clauses))


def name_of(table: str, index: str) -> str:
    """Return the full name of an index, which lies in its table's schema."""
    return f"{identifier(parts(table)[0])}.{identifier(index)}"


def cluster(table: str, index: str) -> Statement:
    """Return the statement that marks the index by which a table is clustered; "" for none."""
    text = f"CLUSTER ON {identifier(index)}" if index else "SET WITHOUT CLUSTER"
    return Statement(f"ALTER TABLE {full(table)} {text}")


def definition(table: str, index: Index, *, how: str = "", name: str = "", only: str = "") -> str:
    """Return CREATE INDEX; `how` is CONCURRENTLY or "", `only` is ONLY or "", blanks behind."""
    unique = "UNIQUE " if index.is_unique else ""
    words = [
        f"CREATE {unique}INDEX {how}{identifier(name or index.name)} ON {only}{full(table)}",
        f"USING {index.method}" if index.method != "btree" else "",
        f"({', '.join(map(key, index.keys))})",
        included(index.include),
        "NULLS NOT DISTINCT" if index.nulls_not_distinct else "",
        parameters(index.options),
        f"WHERE ({index.where})" if index.where else "",
    ]
    return " ".join(filter(None, words))


def is_built_beside(relation: str, label: str, setting: Setting) -> bool:
    """Return whether an index can be built while the one in whose place it comes is still used."""
    return not setting.is_fresh(label) and not setting.is_partitioned(relation)


def create(
    relation: str, label: str, index: Index, setting: Setting, *, is_again: bool = False
) -> Statements:
    """Yield what makes an index on a relation; `label` is the relation's.

    `is_again`: one of its name is there, and is dropped when the new one is built beside it.
    """
    is_parent = setting.is_partitioned(relation)
    if setting.is_fresh(label):
        only = "ONLY " if is_parent and not index.is_valid else ""
        yield Statement(definition(relation, index, only=only))
        stage = Stage.CHANGE
    elif is_parent:
        yield from _on_partitions(relation, index, setting)
        stage = Stage.BIND
    elif is_again:
        yield from _beside(relation, index)
        stage = Stage.BIND
    else:
        text = definition(relation, index, how="CONCURRENTLY ")
        yield Statement(text, Stage.BUILD, is_concurrent=True)
        stage = Stage.BUILD
    if not index.is_valid and not is_parent:
        yield gap(index_label(relation, index.name), "no statement makes an invalid index")
    for statement in _settle(relation, index):
        yield replace(statement, stage=stage, is_concurrent=stage == Stage.BUILD)


def _beside(relation: str, index: Index) -> Statements:
    """Yield the index under another name, the end of the old one, and the new one's name."""
    name = identifier(fitting(unquoted(index.name), "_new"))
    built = definition(relation, index, how="CONCURRENTLY ", name=name)
    yield Statement(built, Stage.BUILD, is_concurrent=True)
    dropped = f"DROP INDEX CONCURRENTLY {name_of(relation, index.name)}"
    yield Statement(dropped, Stage.BUILD, is_concurrent=True)
    yield replace(rename(relation, name, index.name), stage=Stage.BIND)


def _settle(relation: str, index: Index) -> Statements:
    name = name_of(relation, index.name)
    yield from _statistics(name, (), index.keys)
    yield from commented(f"INDEX {name}", index.comment)
    if index.is_clustered:
        yield cluster(relation, index.name)


def _statistics(name: str, old: tuple[IndexKey, ...], new: tuple[IndexKey, ...]) -> Statements:
    was = {place: one.statistics for place, one in enumerate(old, start=1)}
    for place, one in enumerate(new, start=1):
        if was.get(place, "") != one.statistics:
            text = f"ALTER COLUMN {place} SET STATISTICS {one.statistics or -1}"
            yield Statement(f"ALTER INDEX {name} {text}")


def _on_partitions(table: str, index: Index, setting: Setting, name: str = "") -> Statements:
    """Yield an index of a partitioned table: one on each partition, then what joins them."""
    name = name or index.name
    yield Statement(definition(table, index, name=name, only="ONLY "))
    if not index.is_valid:
        return
    for partition in setting.partitions(table):
        part = fitting(f"{unquoted(parts(partition.name)[1])}_{unquoted(name)}")
        if setting.is_partitioned(partition.name):
            yield from _on_partitions(partition.name, index, setting, part)
        else:
            text = definition(partition.name, index, how="CONCURRENTLY ", name=part)
            yield Statement(text, Stage.BUILD, is_concurrent=True)
        attached = f"ATTACH PARTITION {name_of(partition.name, part)}"
        yield Statement(f"ALTER INDEX {name_of(table, name)} {attached}", Stage.BIND)


def drop(relation: str, index: Index, setting: Setting, *, is_forced: bool) -> Statement:
    """Return the statement that drops an index; at once where others wait for it."""
    name = name_of(relation, index.name)
    table = setting.old_tables.get(relation)
    is_parent = table is not None and options.said(table.options, "partition by ")
    if is_forced or is_parent:
        return Statement(f"DROP INDEX {name}")
    return Statement(f"DROP INDEX CONCURRENTLY {name}", Stage.BUILD, is_concurrent=True)


def is_replaced(old: Index, new: Index, facts: frozenset[str]) -> bool:
    """Return whether only another index in its place will do."""
    rest = facts - _IN_PLACE
    if rest == {"keys"}:
        return [replace(one, statistics="") for one in old.keys] != [
            replace(one, statistics="") for one in new.keys
        ]
    return bool(rest - {"validity"}) or ("validity" in rest and not new.is_valid)


def change(relation: str, old: Index, new: Index, facts: frozenset[str]) -> Statements:
    """Yield what leads from an index to another of its name."""
    name = name_of(relation, new.name)
    if "validity" in facts:
        yield Statement(f"REINDEX INDEX CONCURRENTLY {name}", Stage.BUILD, is_concurrent=True)
    if "keys" in facts:
        yield from _statistics(name, old.keys, new.keys)
    if "options" in facts:
        yield from change_options(name, old.options, new.options)
    if "clustering" in facts:
        yield cluster(relation, new.name if new.is_clustered else "")
    if "comment" in facts:
        yield comment_on(f"INDEX {name}", new.comment)


def change_options(name: str, old: Iterable[str], new: Iterable[str]) -> Statements:
    """Yield what leads from the options of an index to others."""
    was, now = tuple(old), tuple(new)
    for clause in options.changed(options.parameters(was), options.parameters(now)):
        yield Statement(f"ALTER INDEX {name} {clause}")
    if options.tablespace(was) != options.tablespace(now):
        space = identifier(options.tablespace(now) or "pg_default")
        yield Statement(
            f"ALTER INDEX {name} SET TABLESPACE {space}", note="copies the index under a lock"
        )


def rename(relation: str, old: str, new: str) -> Statement:
    """Return the statement that renames an index."""
    return Statement(f"ALTER INDEX {name_of(relation, old)} RENAME TO {identifier(new)}")
