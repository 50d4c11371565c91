"""Loaders for pytest-postgresql's template databases."""

from pathlib import Path

import psycopg

from echoes_schema import seeds
from echoes_schema.migrations import runner

ROOT = Path(__file__).parents[2]
SQL = ROOT / "sql"


def migrate(*, autocommit: bool, **server: str | int) -> None:
    """Apply every migration and every index file to a template database."""
    with psycopg.connect(**server, autocommit=True) as connection:  # type: ignore[arg-type]
        runner.up(connection, SQL)


def seed(*, autocommit: bool, **server: str | int) -> None:
    """Load the reference data into a template database."""
    with psycopg.connect(**server, autocommit=True) as connection:  # type: ignore[arg-type]
        seeds.load(connection, SQL)
