"""How findings speak of the side that a database is held to."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Wording:
    """`side` names it in "type is text, documented is uuid"; `extra_rule` begins a rule's name.

    `missing`, `extra` and `renamed` are messages, with the object's `{kind}` in them. `create`,
    `keep`, `change`, `rename` and `order` are the hints of what is missing, extra, changed, under
    another name, and in another order.
    """

    side: str
    missing: str
    extra: str
    renamed: str
    extra_rule: str
    create: str = ""
    keep: str = ""
    change: str = ""
    rename: str = ""
    order: str = ""


DOCUMENTED = Wording(
    side="documented",
    missing="the {kind} is documented, but not in the database",
    extra="the {kind} is in the database, but not documented",
    renamed="the {kind} has another name in the database",
    extra_rule="undocumented",
    create="Create it (echoes-schema up applies what is pending), or take it out of the page.",
    keep="Document it (echoes-schema docs build writes it down), or drop it.",
    change="Change the database by a migration, or correct the page.",
    rename="Rename it by a migration, or correct the page.",
    order="Put the rows of the page in the order of the database.",
)
MIGRATED = Wording(
    side="by the migrations it",
    missing="the migrations build the {kind}, but it is not in the database",
    extra="the {kind} is in the database, but the migrations do not build it",
    renamed="the {kind} has another name in the database",
    extra_rule="unexpected",
    create="Create it as the migrations do, or name an earlier migration.",
    keep="Drop it, write a migration that makes it, or name a later one.",
    change="Change it to what the migrations make of it.",
    rename="Rename it as the migrations call it, or name an earlier one.",
    order="Only a new table can have another order; nothing depends on it but SELECT *.",
)


def between(left: str, right: str) -> Wording:
    """Return the words for two sides of equal standing, by what a person called them."""
    one, other = (side.replace("{", "{{").replace("}", "}}") for side in (left, right))
    return Wording(
        side=f"in {left} it",
        missing=f"the {{kind}} is in {one}, but not in {other}",
        extra=f"the {{kind}} is in {other}, but not in {one}",
        renamed=f"the {{kind}} has another name in {other}",
        extra_rule="extra",
    )
