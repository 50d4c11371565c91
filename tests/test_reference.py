"""The reference pages say what is so."""

import re
import runpy

from echoes_schema.settings import KEYS
from tests.harness.schema import ROOT
from tests.locks.page import page as locks


def test_cli_reference_is_fresh() -> None:
    """A stale page means: run `make docs`."""
    generate = runpy.run_path(str(ROOT / "docs/reference/generate.py"))
    page = (ROOT / "docs/reference/cli.md").read_text("utf-8")
    assert page == generate["page"]()


def test_settings_reference_names_every_setting() -> None:
    page = (ROOT / "docs/reference/settings.md").read_text("utf-8")
    sources = "".join(file.read_text("utf-8") for file in (ROOT / "src").rglob("*.py"))
    read = {*re.findall(r"\bECHOES_[A-Z_]+\b", sources), *KEYS}
    assert len(read) > 10
    assert {name for name in read if f"| `{name}` |" not in page} == set()


def test_locks_reference_is_fresh() -> None:
    """A stale page means: run `make docs`."""
    assert (ROOT / "docs/reference/locks.md").read_text("utf-8") == locks()


def test_rules_reference_is_fresh() -> None:
    """A stale page means: run `make docs`."""
    generate = runpy.run_path(str(ROOT / "docs/reference/rules_page.py"))
    page = (ROOT / "docs/reference/rules.md").read_text("utf-8")
    assert page == generate["page"]()
