"""The generated reference pages are fresh."""

import runpy

from tests.harness.schema import ROOT
from tests.locks.page import page as locks


def test_cli_reference_is_fresh() -> None:
    """A stale page means: run `make docs`."""
    generate = runpy.run_path(str(ROOT / "docs/reference/generate.py"))
    page = (ROOT / "docs/reference/cli.md").read_text("utf-8")
    assert page == generate["page"]()


def test_locks_reference_is_fresh() -> None:
    """A stale page means: run `make docs`."""
    assert (ROOT / "docs/reference/locks.md").read_text("utf-8") == locks()


def test_rules_reference_is_fresh() -> None:
    """A stale page means: run `make docs`."""
    generate = runpy.run_path(str(ROOT / "docs/reference/rules_page.py"))
    page = (ROOT / "docs/reference/rules.md").read_text("utf-8")
    assert page == generate["page"]()
