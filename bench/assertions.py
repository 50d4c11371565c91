"""What the estate is, as assertions of pgTAP: as many facts as its pages tell."""

from __future__ import annotations

from collections.abc import Iterator

from bench import estate

_DEFAULTS = {
    "stage": "new",
    "amount": "0",
    "quantity": "1",
    "attributes": "{}",
    "created_at": "now()",
}
_COLUMNS = {
    "id": ("bigint", True),
    "code": ("character varying(40)", True),
    "title": ("text", True),
    "stage": ("stage", True),
    "amount": ("numeric(20,2)", True),
    "quantity": ("integer", True),
    "parent_id": ("bigint", False),
    "other_id": ("bigint", False),
    "note": ("text", False),
    "attributes": ("jsonb", True),
    "created_at": ("timestamp with time zone", True),
    "changed_at": ("timestamp with time zone", False),
}
_INDEXES = {
    "pkey": ("id",),
    "code_key": ("code",),
    # pgTAP takes what an index carries for one of its keys.
    "title_idx": ("lower(title)", "code"),
    "open_idx": ("created_at",),
    "parent_idx": ("parent_id", "created_at"),
}


def assertions(count: int) -> str:
    """Return a file for pg_prove about the first `count` tables."""
    tests = [test for number in range(1, count + 1) for test in _table(number)]
    tests.append("has_enum('stage')")
    tests.append("has_function('touch')")
    tests.append(f"has_trigger('{estate.name(1)}', '{estate.name(1)}_touch')")
    tests.append(f"has_view('open_{estate.name(1)}')")
    lines = [f"SELECT {test};" for test in tests]
    return "\n".join(["BEGIN;", f"SELECT plan({len(tests)});", *lines, "ROLLBACK;", ""])


def _table(number: int) -> Iterator[str]:
    table = estate.name(number)
    yield f"has_table('{table}')"
    yield f"columns_are('{table}', {_array(tuple(_COLUMNS))})"
    for column, (kind, is_required) in _COLUMNS.items():
        yield f"col_type_is('{table}', '{column}', '{kind}')"
        yield f"{'col_not_null' if is_required else 'col_is_null'}('{table}', '{column}')"
        if column in _DEFAULTS:
            yield f"col_default_is('{table}', '{column}', '{_DEFAULTS[column]}')"
        else:
            yield f"col_hasnt_default('{table}', '{column}')"
    yield f"col_is_pk('{table}', 'id')"
    yield f"col_is_unique('{table}', 'code')"
    yield f"has_check('{table}')"
    yield f"indexes_are('{table}', {_array(tuple(f'{table}_{name}' for name in _INDEXES))})"
    for name, keys in _INDEXES.items():
        yield f"has_index('{table}', '{table}_{name}', {_array(keys)})"
    if number > 1:
        yield f"fk_ok('{table}', 'parent_id', '{estate.name(number - 1)}', 'id')"
        yield f"fk_ok('{table}', 'other_id', '{estate.name(1)}', 'id')"


def _array(names: tuple[str, ...]) -> str:
    return "ARRAY[" + ", ".join(f"'{name}'" for name in names) + "]"
