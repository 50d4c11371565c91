"""What sqlfluff's answer for a text depends on beside the text: versions and settings."""

from __future__ import annotations

import hashlib
from functools import lru_cache
from importlib import metadata
from importlib.util import find_spec
from pathlib import Path

from echoes_schema import settings
from echoes_schema.errors import SettingsError
from echoes_schema.release import VERSION

# Files that sqlfluff reads settings from, in every folder from the root to the text.
_NAMES = (".sqlfluff", "setup.cfg", "tox.ini", "pep8.ini", "pyproject.toml")
_WORD = b"sqlfluff"


@lru_cache(maxsize=1)
def versions() -> str:
    """Return ours, sqlfluff's and those of its plugins. Raises SettingsError without sqlfluff."""
    try:
        own = metadata.version("sqlfluff")
    except metadata.PackageNotFoundError as error:
        raise SettingsError(
            "sqlfluff is not installed", "Install it: pip install 'echoes-schema[style]'."
        ) from error
    found = {one.dist for one in metadata.entry_points(group="sqlfluff") if one.dist}
    plugins = sorted(f"{one.name} {one.version}" for one in found)
    return " ".join([VERSION, own, *plugins])


@lru_cache(maxsize=256)
def fingerprint(folder: Path) -> str:
    """Return a hash of all settings that sqlfluff may read for a text in a folder.

    More files are looked at than it reads, never fewer: it begins at the home or where it runs.
    """
    import platformdirs

    absolute, here, home = folder.absolute(), Path.cwd(), Path.home()
    folders = {
        *(absolute, *absolute.parents, here, *here.parents, *absolute.resolve().parents),
        *(absolute.resolve(), home, home / ".config/sqlfluff"),
        platformdirs.user_config_path("sqlfluff", "sqlfluff"),
    }
    files = [settings.bundled(".sqlfluff")]
    files += [one / name for one in sorted(folders) for name in _NAMES]
    digest = hashlib.sha256()
    for file in files:
        content = _content(file)
        if _WORD in content:
            digest.update(f"{file}\0{len(content)}\0".encode() + content)
    return digest.hexdigest()


@lru_cache(maxsize=512)
def _content(file: Path) -> bytes:
    try:
        return file.read_bytes()
    except OSError:
        return b""


@lru_cache(maxsize=1)
def codes() -> frozenset[str]:
    """Return the codes of sqlfluff's rules, none where it is missing; it is not loaded."""
    found = find_spec("sqlfluff")
    places = found.submodule_search_locations or [] if found else []
    files = (file for place in places for file in Path(place).glob("rules/*/??[0-9][0-9].py"))
    return frozenset(file.stem for file in files)
