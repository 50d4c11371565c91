"""Columns and constraints out of the nodes that define them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from echoes_schema.parser import tree
from echoes_schema.parser.tree import Node
from echoes_schema.replay.objects import Check, Column, ForeignKey, Index, Table

# No table of PostgreSQL has more.
_MOST_COLUMNS = 1600
_NOT_PLAIN = {"indexIncludingParams", "nulls_not_distinct"}
_KEYS = {"CONSTR_PRIMARY": "pkey", "CONSTR_UNIQUE": "key", "CONSTR_EXCLUSION": "excl"}
_SERIAL = {
    "serial": "int4",
    "serial4": "int4",
    "bigserial": "int8",
    "serial8": "int8",
    "smallserial": "int2",
    "serial2": "int2",
}


def type_name(node: Node) -> str:
    """Return a type as the parser names it, `varchar(20)` or `audit.status[]`."""
    found = ".".join([name for name in tree.strings(node, "names") if name != "pg_catalog"])
    if modifiers := [_constant(item) for item in tree.nodes(node, "typmods", "A_Const")]:
        found += f"({','.join(modifiers)})"
    return f"{found}[]" if "arrayBounds" in node else found


def _constant(node: Node) -> str:
    return str(tree.child(node, "ival").get("ival", 0))


def is_serial(name: str) -> bool:
    """Return whether a type is one of the short hands that make a sequence."""
    return name in _SERIAL


def stored_type(node: Node) -> str:
    """Return a type as the parser names it, of a short hand the type that the column gets."""
    name = type_name(node)
    return _SERIAL.get(name, name)


def with_columns(table: Table, nodes: Sequence[Node]) -> Table:
    """Return the table with the columns of some ColumnDefs, and what their constraints make."""
    nodes = nodes[: max(_MOST_COLUMNS - len(table.columns), 0)]
    columns = [_column(node) for node in nodes]
    # All at once: each change makes the whole table anew.
    table = replace(table, columns={**table.columns, **{one.name: one for one in columns}})
    for node, column in zip(nodes, columns, strict=True):
        for constraint in tree.nodes(node, "constraints", "Constraint"):
            table = with_constraint(table, constraint, (column.name,))
    return table


def _column(node: Node) -> Column:
    kind = type_name(tree.child(node, "typeName"))
    constraints = tree.nodes(node, "constraints", "Constraint")
    kinds = {tree.word(one, "contype") for one in constraints}
    return Column(
        tree.word(node, "colname"),
        _SERIAL.get(kind, kind),
        is_nullable=not (kinds & {"CONSTR_NOTNULL", "CONSTR_PRIMARY", "CONSTR_IDENTITY"})
        and not is_serial(kind),
        has_default=bool(kinds & {"CONSTR_DEFAULT", "CONSTR_IDENTITY", "CONSTR_GENERATED"})
        or is_serial(kind),
        is_virtual=any(one.get("generated_kind") == "v" for one in constraints),
    )


def with_constraint(table: Table, node: Node, of_column: tuple[str, ...] = ()) -> Table:
    """Return the table with the constraint of a Constraint node; `of_column` where it is inline."""
    contype = tree.word(node, "contype")
    if contype in _KEYS:
        return _with_key(table, node, of_column)
    if contype == "CONSTR_FOREIGN":
        return replace(
            table, foreign_keys=(*table.foreign_keys, _foreign_key(table, node, of_column))
        )
    if contype == "CONSTR_CHECK":
        return replace(table, checks=(*table.checks, _check(table, node)))
    if contype == "CONSTR_NOTNULL" and not of_column:
        return _with_not_null(table, node)
    return table


def _with_not_null(table: Table, node: Node) -> Table:
    names = tree.strings(node, "keys")
    is_valid = not node.get("skip_validation")
    if is_valid:
        return not_null(table, names)
    name = tree.word(node, "conname") or _name(table, names, "not_null")
    proved = frozenset(names)
    return replace(table, checks=(*table.checks, Check(name, proved, proved, is_valid=False)))


def _with_key(table: Table, node: Node, of_column: tuple[str, ...]) -> Table:
    contype, using = tree.word(node, "contype"), tree.word(node, "indexname")
    is_primary = contype == "CONSTR_PRIMARY"
    old = table.index(using) if using else None
    columns = tree.strings(node, "keys") or of_column or (old.columns if old else ())
    shown = () if is_primary else columns
    index = Index(
        tree.word(node, "conname") or using or _name(table, shown, _KEYS[contype]),
        columns,
        is_unique=contype != "CONSTR_EXCLUSION",
        is_primary=is_primary,
        is_constraint=True,
        method=tree.word(node, "access_method") or "btree",
        is_plain="nulls_not_distinct" not in node,
    )
    kept = tuple(one for one in table.indexes if one.name != using)
    table = replace(table, indexes=(*kept, index))
    return not_null(table, columns) if is_primary else table


def not_null(table: Table, names: Sequence[str]) -> Table:
    """Return the table with these columns NOT NULL, as far as they are known."""
    known = [table.columns[name] for name in names if name in table.columns]
    changed = {one.name: replace(one, is_nullable=False) for one in known if one.is_nullable}
    return replace(table, columns={**table.columns, **changed}) if changed else table


def _foreign_key(table: Table, node: Node, of_column: tuple[str, ...]) -> ForeignKey:
    columns = tree.strings(node, "fk_attrs") or of_column
    return ForeignKey(
        tree.word(node, "conname") or _name(table, columns, "fkey"),
        columns,
        tree.relation(node, "pktable"),
        tree.strings(node, "pk_attrs"),
        is_valid=not node.get("skip_validation"),
    )


def _check(table: Table, node: Node) -> Check:
    expression = tree.child(node, "raw_expr")
    columns = sorted(
        {
            tree.strings(one, "fields")[-1]
            for one in tree.below(expression, "ColumnRef")
            if tree.strings(one, "fields")
        }
    )
    shown = columns if len(columns) == 1 else []
    return Check(
        tree.word(node, "conname") or _name(table, shown, "check"),
        frozenset(proved_not_null(expression)),
        frozenset(columns),
        is_valid=not node.get("skip_validation") and node.get("is_enforced") is not False,
    )


def proved_not_null(expression: Node) -> set[str]:
    """Return the columns that cannot be null where an expression is true: `a IS NOT NULL AND …`.

    A CHECK also passes where its expression is null, so `a > 0` proves nothing.
    """
    test = tree.child(expression, "NullTest")
    if test:
        fields = tree.strings(tree.child(tree.child(test, "arg"), "ColumnRef"), "fields")
        is_not_null = tree.word(test, "nulltesttype") == "IS_NOT_NULL"
        return {fields[-1]} if is_not_null and fields else set()
    both = tree.child(expression, "BoolExpr")
    if tree.word(both, "boolop") != "AND_EXPR":
        return set()
    parts = [part for part in tree.children(both, "args") if isinstance(part, dict)]
    return {name for part in parts for name in proved_not_null(part)}


def _name(table: Table, columns: Sequence[str], ending: str) -> str:
    """Return the name that PostgreSQL gives a constraint without one, the first of its kind."""
    return "_".join([table.name[1], *columns, ending])


def index_of(node: Node) -> Index:
    """Return the index of an IndexStmt; without a name its name is that PostgreSQL makes."""
    parts = tree.nodes(node, "indexParams", "IndexElem")
    columns = tuple(tree.word(part, "name") for part in parts)
    shown = [column or "expr" for column in columns]
    made = "_".join([tree.relation(node)[1], *shown, "idx"])
    return Index(
        tree.word(node, "idxname") or made,
        columns,
        is_unique=bool(node.get("unique")),
        is_partial="whereClause" in node,
        method=tree.word(node, "accessMethod") or "btree",
        is_plain=not (node.keys() & _NOT_PLAIN) and all(map(_is_plain, parts)),
    )


def _is_plain(part: Node) -> bool:
    is_ordered = part.get("ordering") in (None, "SORTBY_DEFAULT", "SORTBY_ASC")
    is_default = part.get("nulls_ordering") in (None, "SORTBY_NULLS_DEFAULT", "SORTBY_NULLS_LAST")
    return is_ordered and is_default and not (part.keys() & {"expr", "opclass", "collation"})
