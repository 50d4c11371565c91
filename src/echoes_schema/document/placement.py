"""On which page the section of an object that is not documented yet goes."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from pathlib import Path

from echoes_schema.diagrams.areas import MANY
from echoes_schema.dictionary.reader import Place
from echoes_schema.schema import Schema, bare, schema_of

_NEW = "new.md"
_OTHERS = "other-objects"
_FUNCTIONS = "functions"
_LABEL = re.compile(r"(?P<kind>table|view|materialized view|function) (?P<name>.*)\Z", re.DOTALL)
_NOT_IN_FILE_NAME = re.compile(r"\W+")


class Placement:
    """Chooses a page: one for each schema, or one for each table where these are many.

    A partition goes to the page of its table. Where people have made pages of their own, what is
    new goes to new.md.
    """

    def __init__(self, docs: Path, live: Schema, places: Mapping[str, Place]) -> None:
        self._docs = docs
        self._is_first = not places
        self._titles: dict[Path, str] = {}
        self._pages = {label: known.path for label, known in places.items()}
        self._parents = {table.name: table.partition_of for table in live.tables}
        tables = [table.name for table in live.tables if not table.partition_of]
        self._sizes = Counter(map(schema_of, [*tables, *(view.name for view in live.views)]))

    def page(self, label: str) -> Path:
        """Return the page for an object that is told of by its label."""
        found = _LABEL.match(label)
        if not found:
            return self._page(_OTHERS, "Other objects")
        parent = self._parents.get(found["name"])
        if parent:
            return self.page(f"table {parent}")
        return self._pages.get(label) or self._for(found["kind"], found["name"])

    def title(self, page: Path) -> str:
        """Return the first heading of a new page."""
        return self._titles.get(page, "New")

    def _for(self, kind: str, name: str) -> Path:
        schema = schema_of(name)
        folder = _file_name(schema)
        has_folder = (self._docs / folder).is_dir()
        if not has_folder and not (self._is_first and self._sizes[schema] > MANY):
            return self._page(folder, schema)
        if kind == "function":
            return self._page(f"{folder}/{_FUNCTIONS}", f"{schema}: functions", is_own=True)
        return self._page(f"{folder}/{_file_name(bare(name))}", name, is_own=True)

    def _page(self, stem: str, title: str, *, is_own: bool = False) -> Path:
        page = self._docs / f"{stem}.md"
        if not (is_own or self._is_first or page.exists()):
            return self._docs / _NEW
        self._titles[page] = title
        return page


def _file_name(name: str) -> str:
    """Return a name that every file system takes, and that is not README."""
    plain = _NOT_IN_FILE_NAME.sub("-", name.lower()).strip("-") or "unnamed"
    return f"{plain}-" if plain == "readme" else plain
