"""What statements make of types and functions."""

from __future__ import annotations

from dataclasses import replace

from echoes_schema.parser import tree
from echoes_schema.parser.tree import Name, Node
from echoes_schema.replay.definitions import type_name
from echoes_schema.replay.objects import Domain, Enum
from echoes_schema.replay.schema import Replayed
from echoes_schema.replay.session import Session


def create_enum(schema: Replayed, node: Node, session: Session, _: int) -> None:
    """Make an enum."""
    name = schema.new_name(tree.qualified(tree.strings(node, "typeName")))
    labels = tree.strings(node, "vals")
    schema.enums[name] = Enum(name, labels, session.transaction)


def alter_enum(schema: Replayed, node: Node, session: Session, _: int) -> None:
    """Give an enum a label, or one of its labels another name."""
    enum = schema.enum(tree.strings(node, "typeName"))
    old, label = tree.word(node, "oldVal"), tree.word(node, "newVal")
    if enum and old:
        labels = tuple(label if one == old else one for one in enum.labels)
        schema.enums[enum.name] = replace(enum, labels=labels)
        return
    if enum is None and not old:
        # It stood before all migrations: of its labels this one alone is known.
        enum = Enum(schema.new_name(tree.qualified(tree.strings(node, "typeName"))))
    if enum and label not in enum.labels:
        kept = enum.fresh if enum.transaction == session.transaction else frozenset()
        schema.enums[enum.name] = replace(
            enum,
            labels=(*enum.labels, label),
            fresh=kept | {label},
            transaction=session.transaction,
        )


def create_domain(schema: Replayed, node: Node, _: Session, __: int) -> None:
    """Make a domain."""
    name = schema.new_name(tree.qualified(tree.strings(node, "domainname")))
    kinds = {tree.word(one, "contype") for one in tree.nodes(node, "constraints", "Constraint")}
    kind = type_name(tree.child(node, "typeName"))
    below = schema.domain_of(kind)
    schema.domains[name] = Domain(
        below.base if below else kind,
        tree.qualified(kind.split(".")),
        bool(below and below.is_constrained) or bool(kinds & {"CONSTR_CHECK", "CONSTR_NOTNULL"}),
    )


def alter_domain(schema: Replayed, node: Node, _: Session, __: int) -> None:
    """Note that a domain has a constraint."""
    if tree.word(node, "subtype") in ("C", "O", "AD_AddConstraint", "AD_SetNotNull"):
        for name in schema.names(tree.qualified(tree.strings(node, "typeName"))):
            if name in schema.domains:
                schema.domains[name] = replace(schema.domains[name], is_constrained=True)
                return


def create_function(schema: Replayed, node: Node, _: Session, __: int) -> None:
    """Note how volatile a function is."""
    name = schema.new_name(tree.qualified(tree.strings(node, "funcname")))
    said = [
        tree.word(tree.child(tree.child(option, "arg"), "String"), "sval")
        for option in tree.nodes(node, "options", "DefElem")
        if tree.word(option, "defname") == "volatility"
    ]
    volatility = said[-1] if said else "volatile"
    known = schema.functions.get(name, volatility)
    schema.functions[name] = (
        volatility if node.get("replace") or known == volatility else "volatile"
    )


def drop(schema: Replayed, name: Name) -> None:
    """Take an enum or a domain away."""
    for one in schema.names(name):
        schema.enums.pop(one, None)
        schema.domains.pop(one, None)
