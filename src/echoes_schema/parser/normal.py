"""Parsed SQL as trees that are equal when their meaning is.

PostgreSQL prints `status IN ('a', 'b')` in two other ways, before and after a dump, and adds the
casts that it chose. What changes the meaning is kept: `x::integer` is not `x::numeric`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache
from typing import Any, TypeAlias

# What the parser gives is JSON; a tree is nested tuples, the first item naming the kind.
Json: TypeAlias = Any
Tree: TypeAlias = Any

# Where a node stands in the text, and how it was written there.
NOISE = frozenset(
    {
        "location",
        "rexpr_list_start",
        "rexpr_list_end",
        "list_start",
        "list_end",
        "funcformat",
        "row_format",
        "coercionformat",
    }
)
_INTEGERS = {"int2": 2**15, "int4": 2**31, "int8": 2**63}
_INEXACT = frozenset({"numeric", "float8"})
_TEXTS = frozenset({"text", "varchar"})
_ROWS = frozenset({"old", "new"})
# Operators that take both sides as one type, casting the narrower one.
_ARITHMETIC = frozenset({"+", "-", "*", "/", "%"})
_BALANCED = _ARITHMETIC | {"=", "<>", "<", ">", "<=", ">="}
_CALLS_OPERATOR = frozenset({"AEXPR_OP", "AEXPR_LIKE", "AEXPR_ILIKE", "AEXPR_SIMILAR"})
_BETWEEN = {"AEXPR_BETWEEN": ("and", ">=", "<="), "AEXPR_NOT_BETWEEN": ("or", "<", ">")}
_DISTINCT = frozenset({"AEXPR_DISTINCT", "AEXPR_NOT_DISTINCT"})
_LISTS = {"AEXPR_OP_ANY": "any", "AEXPR_OP_ALL": "all"}
_BOOLEANS = {"AND_EXPR": "and", "OR_EXPR": "or", "NOT_EXPR": "not"}
_NULL = ("null",)
_CONSTANTS = frozenset({"string", "number"})
_INTEGER = re.compile(r"-?\d+\Z")
_DECIMAL = re.compile(r"-?\d+\.\d+\Z")
_MODIFIER = re.compile(r"\([^)]*\)")
# Types as format_type prints them, where the parser has another name.
_PARSER_NAMES = {
    "bigint": "int8",
    "bit varying": "varbit",
    "boolean": "bool",
    "character": "bpchar",
    "character varying": "varchar",
    "double precision": "float8",
    "integer": "int4",
    "real": "float4",
    "smallint": "int2",
    "time with time zone": "timetz",
    "time without time zone": "time",
    "timestamp with time zone": "timestamptz",
    "timestamp without time zone": "timestamp",
}


@lru_cache(maxsize=1024)
def base_type(printed: str) -> str:
    """Return the parser's name of a type that format_type printed, without its modifier."""
    name = _MODIFIER.sub("", printed)
    element = name.removesuffix("[]")
    return _PARSER_NAMES.get(element, element) + name[len(element) :]


def without_cast(tree: Tree, kind: str) -> Tree:
    """Return a constant without the cast to `kind`, where the place asks for that type anyway."""
    if tree[0] != "cast" or not kind:
        return tree
    _, inner, target = tree
    if inner[0] in {"string", "array"}:
        return inner if target == kind else tree
    if inner[0] == "number":
        return inner if _goes_without_saying(inner[1], target, kind) else tree
    return tree


def _goes_without_saying(number: str, target: str, kind: str) -> bool:
    """Tell whether a bare number beside something of type `kind` is taken as a `target`."""
    if kind == "float4":
        return target == "float8"
    if kind in _INTEGERS:
        return target == kind and bool(_INTEGER.match(number))
    return target == kind and kind in _INEXACT


class Normaliser:
    """Turns nodes into trees.

    `types` are those of columns, by bare name or `table.name`, as format_type prints them;
    `public` the functions and types that an unqualified name means.
    """

    def __init__(self, types: Mapping[str, str], public: frozenset[str]) -> None:
        self._types = types
        self._public = public
        self._rules = {
            "A_ArrayExpr": self._array,
            "A_Const": self._constant,
            "A_Expr": self._expression,
            "BoolExpr": self._boolean,
            "CaseExpr": self._case,
            "CoalesceExpr": self._coalesce,
            "ColumnRef": self._column,
            "FuncCall": self._call,
            "SQLValueFunction": self._value_function,
            "TypeCast": self._cast,
        }

    def tree(self, node: Json) -> Tree:
        """Return the tree of a node and of all that is below it."""
        if isinstance(node, list):
            return tuple(self.tree(part) for part in node)
        if not isinstance(node, dict):
            return node
        if len(node) == 1:
            [(kind, body)] = node.items()
            if kind in self._rules:
                return self._rules[kind](body)
        return self._parts(node)

    def _parts(self, body: Json, *but: str) -> Tree:
        return tuple(
            (key, self.tree(part))
            for key, part in sorted(body.items())
            if key not in NOISE and key not in but
        )

    def _constant(self, body: Json) -> Tree:
        # The parser leaves out what is 0, empty or false.
        if "sval" in body:
            return ("string", body["sval"].get("sval", ""))
        if "ival" in body:
            return ("number", str(body["ival"].get("ival", 0)))
        if "fval" in body:
            return ("number", body["fval"]["fval"])
        if "boolval" in body:
            return ("boolean", body["boolval"].get("boolval", False))
        return _NULL if "isnull" in body else self._parts(body)

    def _column(self, body: Json) -> Tree:
        return ("column", *(_name(field) for field in body["fields"]))

    def _array(self, body: Json) -> Tree:
        return ("array", self.tree(body.get("elements", [])))

    def _value_function(self, body: Json) -> Tree:
        # CURRENT_TIMESTAMP is now() by definition.
        if body["op"] == "SVFOP_CURRENT_TIMESTAMP":
            return ("call", "now", ())
        return ("value", self._parts(body))

    def _call(self, body: Json) -> Tree:
        name = self._qualified(body["funcname"])
        name = "now" if name == "transaction_timestamp" else name
        return (
            "call",
            name,
            self.tree(body.get("args", [])),
            *self._parts(body, "funcname", "args"),
        )

    def _boolean(self, body: Json) -> Tree:
        return _joined(_BOOLEANS[body["boolop"]], self.tree(body["args"]))

    def _case(self, body: Json) -> Tree:
        result = self.tree(body.get("defresult"))
        # Without ELSE the result is NULL, and PostgreSQL prints it.
        is_null = result is None or result == _NULL or result[:2] == ("cast", _NULL)
        parts = self.tree(body.get("arg")), self.tree(body["args"])
        return ("case", *parts, None if is_null else result)

    def _coalesce(self, body: Json) -> Tree:
        args = self.tree(body["args"])
        kind = self._type_of(args[0])
        # Beside a real a number becomes a real here, and a double precision in a comparison.
        bare = args if kind == "float4" else tuple(without_cast(arg, kind) for arg in args)
        return ("coalesce", bare)

    def _cast(self, body: Json) -> Tree:
        return self._cast_to(self.tree(body["arg"]), self._type(body["typeName"]))

    def _type(self, name: Json) -> str:
        modifiers = ",".join(str(part[1]) for part in self.tree(name.get("typmods", [])))
        modifier = f"({modifiers})" if modifiers else ""
        return self._qualified(name["names"]) + modifier + ("[]" if name.get("arrayBounds") else "")

    def _cast_to(self, inner: Tree, target: str) -> Tree:
        kind = inner[0]
        if kind == "array" and inner[1] and target.endswith("[]"):
            element = target.removesuffix("[]")
            return ("array", tuple(self._cast_to(item, element) for item in inner[1]))
        own = self._type_of(inner)
        if own == target or (target in _TEXTS and (kind == "string" or own in _TEXTS)):
            return inner
        if kind == "string" and _is_number(inner[1], target):
            return self._cast_to(("number", inner[1]), target)
        if kind == "number" and target == _literal_type(inner[1]):
            return inner
        return ("cast", inner, target)

    def _type_of(self, tree: Tree) -> str:
        """Return the parser's name of a type, empty where it is not known.

        Known are columns, what takes the place of one where that is NULL, casts, and sums.
        """
        if tree[0] == "cast":
            return base_type(tree[2])
        if tree[0] == "operator" and tree[1] in _ARITHMETIC and tree[2]:
            return _wider(self._number_type(tree[2]), self._number_type(tree[3]))
        if tree[0] == "coalesce":
            kinds = {self._type_of(arg) for arg in tree[1] if arg[0] not in _CONSTANTS}
            return kinds.pop() if len(kinds) == 1 else ""
        if tree[0] != "column":
            return ""
        names = tree[1:] if len(tree) == 2 or tree[1] not in _ROWS else tree[2:]
        return base_type(self._types.get(".".join(names), ""))

    def _number_type(self, tree: Tree) -> str:
        return _literal_type(tree[1]) if tree[0] == "number" else self._type_of(tree)

    def _expression(self, body: Json) -> Tree:
        kind, name = body["kind"], self._qualified(body["name"])
        left, right = self.tree(body.get("lexpr")), self.tree(body.get("rexpr"))
        if kind in _CALLS_OPERATOR:
            return self._operator(name, left, right)
        if kind in _DISTINCT:
            distinct = ("distinct", *self._compared(left, right))
            return distinct if kind == "AEXPR_DISTINCT" else ("not", (distinct,))
        if kind in _BETWEEN:
            return self._between(kind, left, right)
        if kind in _LISTS:
            return self._member(_LISTS[kind], name, left, right)
        return self._in(name, left, right) if kind == "AEXPR_IN" else (kind, name, left, right)

    def _operator(self, name: str, left: Tree, right: Tree) -> Tree:
        if name in _BALANCED and left:
            left, right = self._compared(left, right)
        return ("operator", name, left, right)

    def _compared(self, left: Tree, right: Tree) -> tuple[Tree, Tree]:
        """Return both sides of an operator without the casts that it asks for by itself."""
        left, right = self._widened(left, right), self._widened(right, left)
        right, left = self._widening(right, left)
        left, right = self._widening(left, right)
        return without_cast(left, self._type_of(right)), without_cast(right, self._type_of(left))

    def _widened(self, side: Tree, other: Tree) -> Tree:
        """Return an integer that is cast to the type of the other side without the cast."""
        if side[0] != "cast" or other[0] == "cast" or self._type_of(side[1]) not in _INTEGERS:
            return side
        kind = self._number_type(other)
        return side[1] if kind in _INEXACT and side[2] == kind else side

    def _widening(self, side: Tree, other: Tree) -> tuple[Tree, Tree]:
        """Move the cast of a number to the integer beside it: both are cast in the end."""
        is_number = side[0] == "cast" and side[1][0] == "number" and side[2] in _INEXACT
        if is_number and self._type_of(other) in _INTEGERS:
            return side[1], ("cast", other, side[2])
        return side, other

    def _between(self, kind: str, left: Tree, bounds: Tree) -> Tree:
        junction, lower, upper = _BETWEEN[kind]
        low, high = _items(bounds)
        return _joined(
            junction, (self._operator(lower, left, low), self._operator(upper, left, high))
        )

    def _in(self, name: str, left: Tree, right: Tree) -> Tree:
        """Return IN as PostgreSQL reads it: constants as one list, the rest one by one."""
        items = _items(right)
        constants = tuple(item for item in items if not _has_column(item))
        if len(constants) == len(items) or len(constants) > 1:
            others = tuple(item for item in items if _has_column(item))
        else:
            constants, others = (), items
        quantifier, junction = ("any", "or") if name == "=" else ("all", "and")
        listed = (self._member(quantifier, name, left, ("array", constants)),) if constants else ()
        return _joined(junction, (*listed, *(self._operator(name, left, it) for it in others)))

    def _member(self, quantifier: str, name: str, left: Tree, right: Tree) -> Tree:
        kind = self._type_of(left)
        if right[0] != "array":
            array = f"{kind}[]"
            is_text = kind in _TEXTS and right[2:] in {("text[]",), ("varchar[]",)}
            return (quantifier, name, left, without_cast(right, right[2] if is_text else array))
        if len(right[1]) == 1:
            return self._operator(name, left, right[1][0])
        items = tuple(without_cast(item, kind) for item in right[1])
        return (quantifier, name, left, ("array", items))

    def _qualified(self, names: Json) -> str:
        """Return a name with its schema, but for those that PostgreSQL finds by itself."""
        parts = [_name(part) for part in names]
        if len(parts) == 1 and parts[0] in self._public:
            return f"public.{parts[0]}"
        return ".".join(parts[1:] if parts[0] == "pg_catalog" else parts)


def _name(node: Json) -> str:
    return str(node["String"].get("sval", "")) if "String" in node else "*"


def _is_number(text: str, target: str) -> bool:
    """Tell whether a quoted constant is what PostgreSQL prints for a (negative) number."""
    is_number = _INTEGER.match(text) or _DECIMAL.match(text)
    return bool(is_number) and (target in _INTEGERS or target in _INEXACT)


def _literal_type(number: str) -> str:
    """Return the type that PostgreSQL gives to a bare number."""
    if not _INTEGER.match(number):
        return "numeric"
    fitting = (kind for kind in ("int4", "int8") if abs(int(number)) < _INTEGERS[kind])
    return next(fitting, "numeric")


def _wider(one: str, other: str) -> str:
    """Return the type that two numbers are calculated in, empty where it is not known."""
    kinds = {one, other}
    if "float8" in kinds and kinds <= {"float8", "numeric", *_INTEGERS}:
        return "float8"
    return "numeric" if "numeric" in kinds and kinds <= {"numeric", *_INTEGERS} else ""


def _joined(junction: str, args: tuple[Tree, ...]) -> Tree:
    """Return AND or OR of conditions, those of the same kind within it taken up."""
    if junction == "not":
        return ("not", args)
    if len(args) == 1:
        return args[0]
    flat: list[Tree] = []
    for arg in args:
        flat.extend(arg[1] if arg[0] == junction else (arg,))
    return (junction, tuple(flat))


def _items(tree: Tree) -> tuple[Tree, ...]:
    """Return the parts of a parenthesised list."""
    return tuple(tree[0][1][0][1])


def _has_column(tree: Tree) -> bool:
    if not isinstance(tree, tuple):
        return False
    return tree[:1] == ("column",) or any(_has_column(part) for part in tree)
