"""A project of migrations for linters: tables with keys, indexes, columns and functions."""

from __future__ import annotations

from pathlib import Path

_UP = """\
-- Ships of kind {number} are there.
--
-- Why:  the bench.
-- Safe: nobody knows them yet.

CREATE TABLE ships_{number} (
    id bigint CONSTRAINT ships_{number}_pkey PRIMARY KEY,
    before_id bigint{reference},
    name text NOT NULL,
    created_at timestamptz NOT NULL DEFAULT now()
);

CREATE INDEX idx_ships_{number}_name ON ships_{number} (name);

ALTER TABLE ships_{number} ADD COLUMN mass numeric(12, 2) NOT NULL DEFAULT 0;

CREATE FUNCTION count_ships_{number}() RETURNS bigint LANGUAGE sql STABLE
AS 'SELECT count(*) FROM ships_{number}';
"""
_DOWN = "DROP FUNCTION count_ships_{number}();\n\nDROP TABLE ships_{number};\n"
_REFERENCE = " CONSTRAINT ships_{number}_before_id_fkey\n    REFERENCES ships_{before} (id)"


def write(project: Path, count: int) -> list[Path]:
    """Write a project of `count` files, half of them ways back, and return the files in order."""
    folder = project / "sql" / "migrations"
    folder.mkdir(parents=True)
    (project / "pyproject.toml").write_text('[tool.echoes-schema]\nsql = "sql"\n')
    found = []
    for number in range(1, count // 2 + 1):
        reference = _REFERENCE.format(number=number, before=number - 1) if number > 1 else ""
        up = folder / f"{number:05}_create_ships_{number}.sql"
        down = up.with_name(f"{up.stem}.rollback.sql")
        up.write_text(_UP.format(number=number, reference=reference))
        down.write_text(_DOWN.format(number=number))
        found += [up, down]
    return found
