"""The generated reference page is the program's own."""

import runpy

from tests.harness.schema import ROOT


def test_cli_reference_is_fresh() -> None:
    """A stale page means: run `make docs`."""
    generate = runpy.run_path(str(ROOT / "docs/reference/generate.py"))
    page = (ROOT / "docs/reference/cli.md").read_text("utf-8")
    assert page == generate["page"]()
