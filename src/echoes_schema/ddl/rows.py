"""What governs the rows of a table: policies, rules and statistics."""

from __future__ import annotations

from echoes_schema.ddl.kinds import Kind, facts_of
from echoes_schema.ddl.names import full, identifier, split
from echoes_schema.ddl.statement import Statement, Statements, enabled
from echoes_schema.schema import Other


def _relation(item: Other) -> str:
    return full(item.whole.partition(" ")[2])


def _name(item: Other) -> str:
    return f"{identifier(item.name.rpartition(' on ')[0])} ON {_relation(item)}"


def _roles(item: Other) -> str:
    return ", ".join(map(identifier, split(facts_of(item).get("roles", "")))) or "PUBLIC"


def _policy(item: Other) -> Statements:
    facts = facts_of(item)
    words = [
        f"CREATE POLICY {_name(item)}",
        f"AS {facts['form'].upper()}" if "form" in facts else "",
        f"FOR {facts['command'].upper()}" if "command" in facts else "",
        f"TO {_roles(item)}" if "roles" in facts else "",
        f"USING ({facts['using']})" if "using" in facts else "",
        f"WITH CHECK ({facts['check']})" if "check" in facts else "",
    ]
    yield Statement(" ".join(filter(None, words)))


def is_policy_replaced(new: Other, facts: frozenset[str]) -> bool:
    """Return whether a condition of a policy is taken away: ALTER only gives another one."""
    return any(name in facts and name not in facts_of(new) for name in ("using", "check"))


def _policy_changed(old: Other, new: Other, facts: frozenset[str]) -> Statements:
    now = facts_of(new)
    words = [f"TO {_roles(new)}"] if "roles" in facts else []
    words += [f"USING ({now['using']})"] if "using" in facts else []
    words += [f"WITH CHECK ({now['check']})"] if "check" in facts else []
    if words:
        yield Statement(" ".join([f"ALTER POLICY {_name(new)}", *words]))


def _rule(item: Other) -> Statements:
    facts = facts_of(item)
    yield Statement(facts["definition"].rstrip(";"))
    if "state" in facts:
        yield _state(item)


def _state(item: Other) -> Statement:
    word = enabled(facts_of(item).get("state", ""))
    name = identifier(item.name.rpartition(" on ")[0])
    return Statement(f"ALTER TABLE {_relation(item)} {word} RULE {name}")


def _rule_changed(old: Other, new: Other, facts: frozenset[str]) -> Statements:
    if "definition" in facts:
        text = facts_of(new)["definition"].rstrip(";")
        yield Statement(text.replace("CREATE RULE", "CREATE OR REPLACE RULE", 1))
    if "state" in facts or "state" in facts_of(new):
        yield _state(new)


def _statistics(item: Other) -> Statements:
    facts = facts_of(item)
    kinds = f" ({facts['kinds']})" if "kinds" in facts else ""
    name = full(item.name)
    # A single expression has no kinds: they are for several columns.
    yield Statement(f"CREATE STATISTICS {name}{kinds} ON {facts['columns']} FROM {facts['table']}")
    if "target" in facts:
        yield Statement(f"ALTER STATISTICS {name} SET STATISTICS {facts['target']}")


def _statistics_changed(old: Other, new: Other, facts: frozenset[str]) -> Statements:
    if "target" in facts:
        target = facts_of(new).get("target", "-1")
        yield Statement(f"ALTER STATISTICS {full(new.name)} SET STATISTICS {target}")


KINDS = {
    "policy": Kind(
        "POLICY",
        _policy,
        name=_name,
        change=_policy_changed,
        changing=frozenset({"roles", "using", "check"}),
        is_early=True,
        has_owner=False,
    ),
    "rule": Kind(
        "RULE",
        _rule,
        name=_name,
        change=_rule_changed,
        changing=frozenset({"definition", "state"}),
        is_early=True,
        has_owner=False,
    ),
    "statistics object": Kind(
        "STATISTICS",
        _statistics,
        change=_statistics_changed,
        changing=frozenset({"target"}),
        is_early=True,
    ),
}
