"""A project with an empty database, and a role that may only connect."""

from tests.migrations.conftest import project, reader

__all__ = ["project", "reader"]
