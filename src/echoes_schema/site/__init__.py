"""The browser of a schema: one HTML file with everything in it, which asks nobody for more."""

from __future__ import annotations

import base64
import hashlib
import html
import json
import re
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING

from echoes_schema.site.content import content

if TYPE_CHECKING:
    from echoes_schema.sides import Side

_PLACE = re.compile(r"\[\[(\w+)\]\]")
_SCRIPTS = (
    "elements.js",
    "search.js",
    "drawing.js",
    "diagram.js",
    "tables.js",
    "pages.js",
    "app.js",
)
# Nothing in a text can end the element that the data stand in, nor begin a comment.
_HARMLESS = str.maketrans(
    {"<": "\\u003c", ">": "\\u003e", "&": "\\u0026", "\u2028": "\\u2028", "\u2029": "\\u2029"}
)


def page(side: Side, docs: Path, title: str | None = None) -> str:
    """Return the browser of a schema, without a line break at its end.

    It is called by the title, else by the database, file or folder that it is from. Tables stand
    in the areas that the pages in `docs` make, where these document most of them. The same
    schema gives the same text.
    """
    found = content(side, docs, title)
    style = _read("style.css")
    script = "\n".join(['"use strict";', *map(_read, _SCRIPTS)])
    parts = {
        "title": html.escape(str(found["title"])),
        "policy": _policy(style, script),
        "style": style,
        "data": json.dumps(found, ensure_ascii=False, separators=(",", ":")).translate(_HARMLESS),
        "script": script,
    }
    return _PLACE.sub(lambda found: parts[found[1]], _read("template.html"))


def _policy(style: str, script: str) -> str:
    """Return the rule that this script and this style may run, and nothing may be fetched."""
    return (
        f"default-src 'none'; script-src '{_hash(script)}'; style-src '{_hash(style)}'; "
        "base-uri 'none'; form-action 'none'"
    )


def _hash(text: str) -> str:
    return f"sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}"


def _read(name: str) -> str:
    return resources.files(__package__).joinpath(name).read_text("utf-8").rstrip("\n")
