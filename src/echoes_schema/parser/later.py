"""pglast without its classes, until one is asked for: they take longer to load than a file to read.

Most of what is read here is JSON, and needs neither `pglast.ast` nor `pglast.enums`, which pglast
loads by itself. `importlib.util.LazyLoader` would load them at the next import (before Python
3.13), so a module stands in for each that loads itself when it is asked for something.
"""

from __future__ import annotations

import sys
from importlib.machinery import ModuleSpec, PathFinder
from importlib.util import find_spec
from types import ModuleType

_PACKAGE = "pglast"
_NAMES = ("ast", "enums")


class _Later(ModuleType):
    """A module that is not loaded yet."""

    def __getattr__(self, name: str) -> object:
        # What the import system asks of every module.
        if name.startswith("__") or self.__spec__ is None or self.__spec__.loader is None:
            raise AttributeError(name)
        self.__class__ = ModuleType  # type: ignore[assignment]
        self.__spec__.loader.exec_module(self)
        return getattr(self, name)


def postpone() -> None:
    """Let pglast's classes be loaded when they are needed; do nothing when they are there."""
    package = None if _PACKAGE in sys.modules else find_spec(_PACKAGE)
    if package is None:
        return
    for name in _NAMES:
        found = PathFinder.find_spec(f"{_PACKAGE}.{name}", package.submodule_search_locations)
        if found is not None:
            sys.modules[found.name] = _stand_in(found)


def _stand_in(spec: ModuleSpec) -> ModuleType:
    module = _Later(spec.name)
    module.__spec__ = spec
    module.__loader__ = spec.loader
    module.__package__ = spec.parent
    module.__file__ = spec.origin
    if spec.submodule_search_locations is not None:
        module.__path__ = spec.submodule_search_locations
    return module
