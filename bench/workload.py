"""The migrations that everybody runs: a table with a foreign key, an index, a function."""

from __future__ import annotations

from dataclasses import dataclass

# Every relation that a change makes begins so: the bench counts them to see that work was done.
PREFIX = "step_"
RELATIONS_PER_CHANGE = 3  # the table, its primary key, its index


@dataclass(frozen=True, slots=True)
class Change:
    """One migration. `up` and `down` are each some statements that end in semicolons."""

    name: str
    up: str
    down: str


def changes(count: int) -> tuple[Change, ...]:
    """Return `count` changes; each table refers to the one before it."""
    return tuple(
        Change(f"{n:04}_create_{PREFIX}{n:04}", _up(n), _down(n)) for n in range(1, count + 1)
    )


def _up(number: int) -> str:
    table, before = f"{PREFIX}{number:04}", f"{PREFIX}{max(number - 1, 1):04}"
    return f"""\
CREATE TABLE {table} (
    id bigint NOT NULL GENERATED ALWAYS AS IDENTITY,
    previous_id bigint,
    name text NOT NULL,
    amount numeric(20, 2) NOT NULL DEFAULT 0,
    created_at timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT {table}_pkey PRIMARY KEY (id),
    CONSTRAINT {table}_previous_id_fkey FOREIGN KEY (previous_id) REFERENCES {before} (id),
    CONSTRAINT {table}_amount_check CHECK (amount >= 0)
);

CREATE INDEX idx_{table}_name ON {table} (name, created_at);

CREATE FUNCTION {table}_total(wanted text) RETURNS numeric
LANGUAGE plpgsql STABLE AS $$
BEGIN
    RETURN (SELECT coalesce(sum(amount), 0) FROM {table} WHERE name = wanted);
END;
$$;
"""


def _down(number: int) -> str:
    table = f"{PREFIX}{number:04}"
    return f"""\
DROP FUNCTION {table}_total(text);

DROP TABLE {table};
"""
