"""The real program, run as a user runs it."""

import os
import subprocess
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Protocol

from tests.harness.schema import ROOT
from tests.harness.server import without_server_variables

# The program with folder and database given: takes the other arguments.
Program = Callable[..., subprocess.CompletedProcess[str]]


class Run(Protocol):
    """Runs `echoes-schema` and returns how it ended."""

    def __call__(
        self,
        *arguments: str,
        database: str | None = None,
        cwd: Path | None = None,
        env: Mapping[str, str] | None = None,
        input: str | None = None,  # noqa: A002 - as subprocess.run calls it
        timeout: float = 120,
    ) -> subprocess.CompletedProcess[str]: ...


def run(
    *arguments: str,
    database: str | None = None,
    cwd: Path | None = None,
    env: Mapping[str, str] | None = None,
    input: str | None = None,  # noqa: A002 - as subprocess.run calls it
    timeout: float = 120,
) -> subprocess.CompletedProcess[str]:
    """Run the program with `arguments`, against `database` where given; text comes back.

    It starts in `cwd` (else in the repository), with this process's environment less what names
    a server, plus `env`. It never asks: its standard input is `input`, or empty.
    """
    options = ["--database", database] if database else []
    return subprocess.run(
        [sys.executable, "-m", "echoes_schema", *options, *arguments],
        cwd=cwd or ROOT,
        env={**without_server_variables(os.environ), **(env or {})},
        input=input or "",
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=timeout,
        check=False,
    )
