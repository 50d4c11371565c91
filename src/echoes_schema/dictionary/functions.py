"""The facts of a function as they stand in the dictionary."""

from __future__ import annotations

from echoes_schema.dictionary.cells import GrammarError, clauses, code, code_in
from echoes_schema.dictionary.clauses import Clauses, joined
from echoes_schema.dictionary.typenames import long_argument, short
from echoes_schema.schema import Function

_KNOWN = (
    "returns `…`, arguments `…`, language `…`, immutable or stable or volatile, parallel safe or "
    "restricted or unsafe, strict, security definer, leakproof, window, cost …, rows …, "
    "support …, library `…`, owner …, set `…`"
)
_EXAMPLE = "returns `integer`, language `sql`, stable, parallel safe"
_VOLATILITIES = ("immutable", "stable", "volatile")
_PARALLEL = ("safe", "restricted", "unsafe")


def write(function: Function) -> str:
    """Return the facts of a function; a procedure returns nothing."""
    return joined(
        f"returns {code(short(function.returns))}" if function.returns else "",
        f"arguments {code(function.arguments)}" if function.arguments else "",
        f"language {code(function.language)}",
        function.volatility,
        f"parallel {function.parallel}",
        "strict" if function.is_strict else "",
        "security definer" if function.is_security_definer else "",
        "leakproof" if function.is_leakproof else "",
        "window" if function.is_window else "",
        f"cost {function.cost}" if function.cost else "",
        f"rows {function.rows}" if function.rows else "",
        f"support {function.support}" if function.support else "",
        f"library {code(function.library)}" if function.library else "",
        f"owner {function.owner}" if function.owner else "",
        *(f"set {code(setting)}" for setting in function.settings),
    )


def read(name: str, facts: str, body: str, comment: str) -> Function:
    """Return the function that a section defines. Raises GrammarError."""
    said = Clauses(facts)
    language = said.after("language")
    volatility = said.one_of(*_VOLATILITIES)
    parallel = said.after("parallel")
    if not language or not volatility or parallel not in _PARALLEL:
        raise GrammarError(
            "the facts name no language, volatility or parallel mode",
            f"Write for example Facts: {_EXAMPLE}",
        )
    function = Function(
        name=signature(name),
        returns=long_argument(_optional(said.after("returns"))),
        language=code_in(language),
        body=body.strip("\n"),
        arguments=_optional(said.after("arguments")),
        volatility=volatility,
        parallel=parallel,
        is_strict=said.has("strict"),
        is_security_definer=said.has("security definer"),
        is_leakproof=said.has("leakproof"),
        is_window=said.has("window"),
        cost=said.after("cost"),
        rows=said.after("rows"),
        support=said.after("support"),
        library=_optional(said.after("library")),
        owner=said.after("owner"),
        settings=tuple(sorted(code_in(setting) for setting in said.all_after("set"))),
        comment=comment,
    )
    said.end(_KNOWN)
    return function


def signature(name: str) -> str:
    """Return a function's name with its argument types as PostgreSQL prints them."""
    called, opening, types = name.rpartition("(") if name.endswith("()") else name.partition("(")
    if not opening or not types.endswith(")"):
        raise GrammarError(f"{name!r} has no argument types", "Write `name(integer, text)`.")
    return f"{called}({', '.join(long_argument(one) for one in clauses(types[:-1]))})"


def _optional(text: str) -> str:
    return code_in(text) if text else ""
