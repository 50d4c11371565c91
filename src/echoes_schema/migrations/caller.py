"""Who runs this, and from where: asked once, since it does not change."""

from __future__ import annotations

import getpass
import os
import platform
from functools import cache

from echoes_schema.errors import readable


@cache
def user() -> str:
    """Return the operating system's name of the user, or his number where passwd has none."""
    try:
        return readable(getpass.getuser())
    except (KeyError, OSError):
        return str(os.getuid())


@cache
def host() -> str:
    """Return the name of this machine."""
    return platform.node()
