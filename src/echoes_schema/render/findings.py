"""A report in the format that was asked for."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module

from echoes_schema.model import Report


def render(report: Report, form: str) -> str:
    """Return the report as text, json, sarif, junit, github or gitlab; other modules stay out."""
    module = import_module(f"echoes_schema.render.{form}")
    shown: Callable[[Report], str] = getattr(module, f"report_to_{form}")
    return shown(report)


def grouped(report: Report, form: str) -> str:
    """Return the report as `render` does, but as text below the objects that it is about."""
    if form == "text":
        from echoes_schema.render.text import groups_to_text

        return groups_to_text(report)
    return render(report, form)
