"""What is remembered of a text, and what makes it be looked at once more."""

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from echoes_schema.cache import Cache, opened
from echoes_schema.style import configuration
from tests.harness.program import Run
from tests.lint.project import write

KEY = "ab" + "c" * 62


@pytest.fixture
def cache(tmp_path: Path) -> Cache:
    return Cache(tmp_path / "cache")


def entry(cache: Cache) -> Path:
    assert cache.folder
    [found] = [path for path in cache.folder.rglob("*") if path.is_file()]
    return found


def test_answer_comes_back_and_nothing_else_is_left(cache: Cache) -> None:
    cache.put(KEY, "é\n\nx")
    assert cache.get(KEY) == "é\n\nx"
    assert cache.get("ab" + "d" * 62) is None
    assert entry(cache).name == KEY[2:]


@pytest.mark.parametrize("damage", [b"", b"x", b"\xff\xfe", b"abc\n[]"])
def test_damaged_answer_is_none(cache: Cache, damage: bytes) -> None:
    cache.put(KEY, "[]")
    entry(cache).write_bytes(damage)
    assert cache.get(KEY) is None


def test_cut_answer_is_none(cache: Cache) -> None:
    cache.put(KEY, "some answer")
    entry(cache).write_bytes(entry(cache).read_bytes()[:-1])
    assert cache.get(KEY) is None


def test_folder_that_cannot_be_made_is_no_error(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    cache = Cache(tmp_path / "file/cache")
    cache.put(KEY, "x")
    assert cache.get(KEY) is None


def test_what_nobody_asked_for_in_a_month_goes(cache: Cache) -> None:
    cache.put(KEY, "x")
    old = time.time() - 20 * 24 * 60 * 60
    os.utime(entry(cache), (old, old))
    cache.prune()
    assert cache.get(KEY) == "x"
    older = time.time() - 31 * 24 * 60 * 60
    assert entry(cache).stat().st_mtime > old + 60, "asking makes it new"
    os.utime(entry(cache), (older, older))
    cache.prune()
    assert cache.get(KEY) is None


def test_cache_lies_where_the_user_says(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", "/var/cache/ann")
    assert opened("style").folder == Path("/var/cache/ann/echoes-schema/style")


@pytest.mark.parametrize("place", [".", "sub", "home"])
def test_settings_above_and_at_home_count(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, place: str
) -> None:
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    before = fingerprint(tmp_path / "sub")
    assert fingerprint(tmp_path / "sub") == before
    write(tmp_path, {f"{place}/tox.ini": "[sqlfluff]\nmax_line_length = 90\n"})
    assert fingerprint(tmp_path / "sub") != before
    write(tmp_path, {f"{place}/tox.ini": "[tox]\n"})
    assert fingerprint(tmp_path / "sub") == before


def fingerprint(folder: Path) -> str:
    configuration.fingerprint.cache_clear()
    configuration._content.cache_clear()
    return configuration.fingerprint(folder)


def test_second_run_does_not_load_sqlfluff(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """And finds the same; without the cache it has to."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    write(tmp_path, {f"{number}.sql": f"select {number};\n" for number in range(12)})
    code = (
        "import sys; from echoes_schema.cli import main\n"
        "try: main(sys.argv[1:])\n"
        "finally: sys.stderr.write(str('sqlfluff.core' in sys.modules))"
    )

    def lint(*arguments: str) -> tuple[str, str]:
        command = [sys.executable, "-c", code, "lint", "--style", *arguments, "."]
        done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
        assert done.returncode == 1
        return done.stdout, done.stderr

    first, _ = lint()
    assert first.endswith("12 findings in 12 files, 12 statements, 12 styled\n")
    assert lint() == (first, "False")
    assert lint("--no-cache")[0] == first


def test_damaged_cache_is_looked_up_anew(run: Run, tmp_path: Path) -> None:
    write(tmp_path, {"x.sql": "select 1;\n"})
    env = {"XDG_CACHE_HOME": str(tmp_path / "cache")}
    first = run("lint", "--style", "x.sql", cwd=tmp_path, env=env).stdout
    for path in (tmp_path / "cache").rglob("*"):
        if path.is_file():
            path.write_bytes(b"\0")
    again = run("lint", "--style", "x.sql", cwd=tmp_path, env=env)
    assert (again.returncode, again.stdout) == (1, first)
