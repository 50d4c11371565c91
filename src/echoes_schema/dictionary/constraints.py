"""Constraints as they stand in the dictionary."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache, partial

from echoes_schema.dictionary.cells import GrammarError, clauses, code, code_in, listed, names_in
from echoes_schema.dictionary.clauses import Clauses, joined
from echoes_schema.dictionary.indexes import (
    optional_code,
    optional_names,
    read_key,
    read_options,
    write_key,
    write_storage,
)
from echoes_schema.schema import Check, Constraint, Exclusion, ForeignKey, IndexKey, Key

# A constraint that wants nothing but its name and its comment.
_Defined = partial[Key] | partial[ForeignKey] | partial[Check] | partial[Exclusion]

_DEFERRALS = ("deferrable", "deferrable initially deferred")
_REFERENCE = re.compile(r"(\(.*?\)) (?:→|->) (\S.*) (\([^()]*\))\Z", re.DOTALL)
_EXCLUDED = re.compile(r"(\w+) (\(.*\))\Z", re.DOTALL)
_DELETED = re.compile(r"(set null|set default) (\(.*\))\Z")
_REMEMBERED = 4096
_KEY_EXAMPLE = "(id)"
_FOREIGN_KEY_EXAMPLE = "(user_id) → users (id), on delete no action"
_CHECK_EXAMPLE = "`quantity > 0`"
_EXCLUSION_EXAMPLE = "gist (room with =, during with &&)"


def write(constraint: Constraint) -> str:
    """Return a constraint's definition."""
    if isinstance(constraint, Key):
        return _write_key(constraint)
    if isinstance(constraint, ForeignKey):
        return _write_foreign_key(constraint)
    if isinstance(constraint, Check):
        return _write_check(constraint)
    return _write_exclusion(constraint)


def read(name: str, kind: str, definition: str, comment: str) -> Constraint:
    """Return the constraint that a row defines. Raises GrammarError."""
    return _defined(kind, definition)(name=name, comment=comment)


# Tables have constraints in common, but for their names: each definition is read once.
@lru_cache(maxsize=_REMEMBERED)
def _defined(kind: str, definition: str) -> _Defined:
    if kind in {"primary key", "unique"}:
        return _read_key(kind, Clauses(definition))
    readers: dict[str, Callable[[Clauses], _Defined]] = {
        "foreign key": _read_foreign_key,
        "check": _read_check,
        "exclusion": _read_exclusion,
    }
    if kind not in readers:
        known = ", ".join(["primary key", "unique", *readers])
        raise GrammarError(f"{kind!r} is no kind of constraint", f"Write one of: {known}.")
    return readers[kind](Clauses(definition))


def _write_key(key: Key) -> str:
    return joined(
        listed(key.columns),
        f"include {listed(key.include)}" if key.include else "",
        "nulls not distinct" if key.nulls_not_distinct else "",
        "without overlaps" if key.without_overlaps else "",
        key.deferral,
        *write_storage(key.options, is_clustered=key.is_clustered),
    )


def _read_key(kind: str, said: Clauses) -> partial[Key]:
    key = partial(
        Key,
        kind=kind,
        columns=names_in(said.first(_KEY_EXAMPLE)),
        include=optional_names(said.after("include")),
        nulls_not_distinct=said.has("nulls not distinct"),
        without_overlaps=said.has("without overlaps"),
        deferral=said.one_of(*_DEFERRALS),
        options=read_options(said),
        is_clustered=said.has("clustered"),
    )
    said.end(
        "include (…), nulls not distinct, without overlaps, deferrable [initially deferred], "
        "clustered, with `…`"
    )
    return key


def _write_foreign_key(key: ForeignKey) -> str:
    limited = f" {listed(key.delete_columns)}" if key.delete_columns else ""
    return joined(
        f"{listed(key.columns)} → {key.references} {listed(key.referenced)}",
        f"on delete {key.on_delete}{limited}",
        "" if key.on_update == "no action" else f"on update {key.on_update}",
        "" if key.match == "simple" else f"match {key.match}",
        key.deferral,
        "period" if key.is_period else "",
        "" if key.is_validated else "not valid",
        "" if key.is_enforced else "not enforced",
    )


def _read_foreign_key(said: Clauses) -> partial[ForeignKey]:
    first = said.first(_FOREIGN_KEY_EXAMPLE)
    found = _REFERENCE.match(first)
    on_delete = said.after("on delete")
    if not found or not on_delete:
        problem = f"{first!r} names no table and columns" if not found else "on delete is missing"
        raise GrammarError(problem, f"Write for example {_FOREIGN_KEY_EXAMPLE}.")
    limited = _DELETED.match(on_delete)
    key = partial(
        ForeignKey,
        columns=names_in(found[1]),
        references=found[2].removeprefix("public."),
        referenced=names_in(found[3]),
        on_delete=_action(limited[1] if limited else on_delete),
        on_update=_action(said.after("on update") or "no action"),
        delete_columns=names_in(limited[2]) if limited else (),
        match=said.after("match") or "simple",
        deferral=said.one_of(*_DEFERRALS),
        is_period=said.has("period"),
        is_validated=not said.has("not valid"),
        is_enforced=not said.has("not enforced"),
    )
    said.end(
        "on delete …, on update …, match full, deferrable [initially deferred], period, "
        "not valid, not enforced"
    )
    return key


def _action(text: str) -> str:
    actions = ("no action", "restrict", "cascade", "set null", "set default")
    if text not in actions:
        raise GrammarError(f"{text!r} is no action", f"Write one of: {', '.join(actions)}.")
    return text


def _write_check(check: Check) -> str:
    return joined(
        code(check.expression),
        "" if check.is_inherited else "no inherit",
        "" if check.is_validated else "not valid",
        "" if check.is_enforced else "not enforced",
    )


def _read_check(said: Clauses) -> partial[Check]:
    check = partial(
        Check,
        expression=code_in(said.first(_CHECK_EXAMPLE)),
        is_inherited=not said.has("no inherit"),
        is_validated=not said.has("not valid"),
        is_enforced=not said.has("not enforced"),
    )
    said.end("no inherit, not valid, not enforced")
    return check


def _write_exclusion(exclusion: Exclusion) -> str:
    keys = tuple(f"{write_key(key)} with {operator}" for key, operator in exclusion.keys)
    return joined(
        f"{exclusion.method} {listed(keys)}",
        f"include {listed(exclusion.include)}" if exclusion.include else "",
        f"where {code(exclusion.where)}" if exclusion.where else "",
        exclusion.deferral,
        *write_storage(exclusion.options, is_clustered=exclusion.is_clustered),
    )


def _read_exclusion(said: Clauses) -> partial[Exclusion]:
    first = said.first(_EXCLUSION_EXAMPLE)
    found = _EXCLUDED.match(first)
    if not found:
        raise GrammarError(
            f"{first!r} excludes nothing", f"Write for example {_EXCLUSION_EXAMPLE}."
        )
    exclusion = partial(
        Exclusion,
        method=found[1],
        keys=tuple(map(_excluded, clauses(found[2][1:-1]))),
        include=optional_names(said.after("include")),
        where=optional_code(said.after("where")),
        deferral=said.one_of(*_DEFERRALS),
        options=read_options(said),
        is_clustered=said.has("clustered"),
    )
    said.end("include (…), where `…`, deferrable [initially deferred], clustered, with `…`")
    return exclusion


def _excluded(text: str) -> tuple[IndexKey, str]:
    key, _, operator = text.rpartition(" with ")
    if not key:
        raise GrammarError(f"{text!r} has no operator", f"Write for example {_EXCLUSION_EXAMPLE}.")
    return read_key(key), operator
