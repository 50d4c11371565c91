"""Migrations on a throw-away database: up, down and up again, each statement measured."""

from echoes_schema.rehearsal.stage import Rehearsal, Stage, opened

__all__ = ["Rehearsal", "Stage", "opened"]
