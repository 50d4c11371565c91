"""The baseline: findings that were there when the linter came, by their fingerprints."""

from __future__ import annotations

import json
from pathlib import Path

from echoes_schema.errors import FileError, place
from echoes_schema.model import Finding, Report

_VERSION = 1


def read(path: Path | None) -> frozenset[str]:
    """Return the fingerprints of a baseline file. Raises FileError for what is none."""
    if path is None:
        return frozenset()
    try:
        content = json.loads(path.read_text("utf-8"))
        return frozenset(entry["fingerprint"] for entry in content["findings"])
    except OSError as error:
        raise FileError(
            f"{place(path)}: {error.strerror}", "Write it with --write-baseline."
        ) from error
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise FileError(
            f"{place(path)}: not a baseline", "Write it anew with --write-baseline."
        ) from error


def write(path: Path, report: Report) -> int:
    """Write the findings that nothing else allows, and return how many they are."""
    entries = [_entry(one) for one in report.findings if not one.allowed]
    text = json.dumps({"version": _VERSION, "findings": entries}, indent=2, ensure_ascii=False)
    try:
        path.write_text(text + "\n", "utf-8")
    except OSError as error:
        raise FileError(f"{place(path)}: {error.strerror}", "Name another file.") from error
    return len(entries)


def _entry(finding: Finding) -> dict[str, str]:
    return {
        "fingerprint": finding.fingerprint,
        "rule": finding.rule,
        "path": finding.path,
        "message": finding.message,
    }
