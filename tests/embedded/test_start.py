"""Start gives a server, a database and a URL, once."""

from pathlib import Path

import pytest

from echoes_schema import embedded
from echoes_schema.errors import ServerError
from tests.embedded.servers import FAST, START, ask, pid_of, python, start, wrap


def test_start_gives_a_database_that_folds_case_in_every_language(running: Path) -> None:
    assert ask(embedded.status(running).url, "SELECT lower('É')") == "é"


def test_start_gives_a_database_in_utc(running: Path) -> None:
    query = "SELECT setting FROM pg_settings WHERE name = 'TimeZone' AND source = 'database'"
    assert ask(embedded.status(running).url, query) == "UTC"


def test_start_opens_no_tcp_port(running: Path) -> None:
    assert ask(embedded.status(running).url, "SHOW listen_addresses") == ""


def test_start_passes_settings_to_the_server(home: Path) -> None:
    url = embedded.start(home, settings={**FAST, "cluster_name": "it's a test"})
    assert ask(url, "SHOW cluster_name") == "it's a test"


def test_start_twice_finds_the_same_server(home: Path) -> None:
    first, pid = start(home), pid_of(home)
    assert (start(home), pid_of(home)) == (first, pid)


def test_start_of_a_running_server_runs_no_program(home: Path) -> None:
    start(home)
    forbid = "import sys\ndef see(event, _):\n    if event in ('subprocess.Popen', 'os.fork'): "
    forbid += "raise SystemExit('ran a program')\nsys.addaudithook(see)\n"
    process = python(forbid + START.format(home=str(home)))
    assert (process.communicate()[1], process.returncode) == ("", 0)


def test_start_by_two_processes_at_once_gives_one_server(home: Path) -> None:
    processes = [python(START.format(home=str(home))) for _ in range(2)]
    urls = {process.communicate()[0].strip() for process in processes}
    assert urls == {embedded.status(home).url}


def test_start_works_in_a_folder_with_odd_characters(folder: Path) -> None:
    assert ask(start(folder / "o'Brien's, größter & 100% Ort"), "SELECT 1") == 1


def test_start_refuses_a_name_that_a_shell_would_read(folder: Path) -> None:
    with pytest.raises(ServerError, match="breaks pg_ctl"):
        start(folder / "$(id)")


def test_start_works_where_the_locale_is_missing(home: Path, wrapped: Path) -> None:
    refuse = "echo 'initdb: error: invalid locale name \"C.UTF-8\"' >&2; exit 1"
    wrap(wrapped / "initdb", f'case "$*" in *--locale=*) {refuse};; esac')
    assert ask(start(home, str(wrapped)), "SELECT lower('É')") == "é"


def test_start_ignores_libpq_variables(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PGPORT", "1")
    monkeypatch.setenv("PGSERVICE", "nowhere")
    assert start(home).endswith("&port=5432")


def test_start_keeps_the_callers_secrets_from_the_server(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    environment = Path("/proc", "self", "environ")
    if not environment.exists():
        pytest.skip("no /proc here")
    monkeypatch.setenv("ECHOES_DATABASE_URL", "postgresql://somebody:secret@somewhere/e")
    start(home)
    assert b"secret" not in Path(f"/proc/{pid_of(home)}/environ").read_bytes()
