"""What git says has changed: the files of a branch."""

from __future__ import annotations

import subprocess
from pathlib import Path

from echoes_schema.errors import SettingsError


def changed(base: str, folder: Path) -> frozenset[Path]:
    """Return the files that differ from where this branch left `base`, and the untracked ones.

    Raises SettingsError where git does not know `base`, or is not there.
    """
    root = Path(_git(folder, "rev-parse", "--show-toplevel").strip())
    # An option would be none of a reference.
    fork = _git(folder, "merge-base", "--end-of-options", base, "HEAD").strip()
    differing = _git(root, "diff", "--name-only", "-z", "--diff-filter=d", fork)
    untracked = _git(root, "ls-files", "--others", "--exclude-standard", "-z")
    names = [name for name in (differing + untracked).split("\0") if name]
    return frozenset(root / name for name in names)


def _git(folder: Path, *arguments: str) -> str:
    try:
        done = subprocess.run(
            ["git", "-C", str(folder), *arguments],  # noqa: S607 - the git on the PATH is meant
            capture_output=True,
            text=True,
            encoding="utf-8",
            errors="surrogateescape",
            check=False,
        )
    except OSError as error:
        raise SettingsError("there is no git", "Install it, or leave --git-base out.") from error
    if done.returncode != 0:
        said = (done.stderr.strip().splitlines() or ["git failed"])[-1]
        raise SettingsError(f"--git-base: {said}", "Name a branch or a commit that git knows.")
    return done.stdout
