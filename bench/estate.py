"""The schema that everybody reads: tables of twelve columns with keys, checks and indexes."""

from __future__ import annotations

_COMMON = """\
CREATE TYPE stage AS ENUM ('new', 'open', 'done');

CREATE FUNCTION touch() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    NEW.changed_at := now();
    RETURN NEW;
END;
$$;
COMMENT ON FUNCTION touch() IS 'Keeps changed_at.';
"""
_TABLE = """\
CREATE TABLE {table} (
    id bigint NOT NULL GENERATED ALWAYS AS IDENTITY,
    code varchar(40) NOT NULL,
    title text NOT NULL,
    stage stage NOT NULL DEFAULT 'new',
    amount numeric(20, 2) NOT NULL DEFAULT 0,
    quantity integer NOT NULL DEFAULT 1,
    parent_id bigint,
    other_id bigint,
    note text,
    attributes jsonb NOT NULL DEFAULT '{{}}',
    created_at timestamptz NOT NULL DEFAULT now(),
    changed_at timestamptz,
    CONSTRAINT {table}_pkey PRIMARY KEY (id),
    CONSTRAINT {table}_code_key UNIQUE (code),
    CONSTRAINT {table}_amount_check CHECK (amount >= 0),
    CONSTRAINT {table}_quantity_check CHECK (quantity > 0 AND quantity < 100000)
);
CREATE INDEX {table}_title_idx ON {table} (lower(title)) INCLUDE (code);
CREATE INDEX {table}_open_idx ON {table} (created_at) WHERE stage <> 'done';
CREATE INDEX {table}_parent_idx ON {table} (parent_id, created_at DESC);
COMMENT ON TABLE {table} IS 'One row per {table}.';
COMMENT ON COLUMN {table}.amount IS 'Net, in credits.';
COMMENT ON COLUMN {table}.changed_at IS 'NULL: never changed.';
"""
_REFERENCES = """\
ALTER TABLE {table}
    ADD CONSTRAINT {table}_parent_id_fkey
        FOREIGN KEY (parent_id) REFERENCES {before} (id) ON DELETE CASCADE,
    ADD CONSTRAINT {table}_other_id_fkey
        FOREIGN KEY (other_id) REFERENCES {first} (id) ON DELETE SET NULL;
"""
_LAST = """\
CREATE TRIGGER {first}_touch BEFORE UPDATE ON {first} FOR EACH ROW EXECUTE FUNCTION touch();
CREATE VIEW open_{first} AS SELECT id, code, title FROM {first} WHERE stage <> 'done';
"""


def name(number: int) -> str:
    """Return the name of a table; they are counted from 1."""
    return f"estate_{number:04}"


def statements(count: int) -> str:
    """Return the SQL that builds `count` tables, an enum, a function, a trigger and a view.

    Every table but the first has two foreign keys.
    """
    tables = (_TABLE.format(table=name(number)) for number in range(1, count + 1))
    references = (
        _REFERENCES.format(table=name(number), before=name(number - 1), first=name(1))
        for number in range(2, count + 1)
    )
    return "\n".join([_COMMON, *tables, *references, _LAST.format(first=name(1))])


def change() -> str:
    """Return the statement after which nobody may call two databases equal."""
    return f"ALTER TABLE {name(1)} ALTER COLUMN note TYPE varchar(99)"
