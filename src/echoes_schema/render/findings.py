"""A lint report in the format that was asked for."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module

from echoes_schema.model import Report


def render(report: Report, form: str) -> str:
    """Return the report as text, json, sarif, junit, github or gitlab; other modules stay out."""
    module = import_module(f"echoes_schema.render.{form}")
    shown: Callable[[Report], str] = getattr(module, f"report_to_{form}")
    return shown(report)
