"""Histories that the tools themselves wrote: dbmate, sqitch and yoyo."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

import pytest

from tests.interop import peers
from tests.interop.foreign import FILES, NAMES, Fleet, plan, refused, write
from tests.migrations.project import refusal


@dataclass(frozen=True)
class Peer:
    """A tool: how it applies one migration, then all, and where it keeps that."""

    run: Callable[..., str]
    first: tuple[str, ...]
    everything: tuple[str, ...]
    tables: tuple[str, ...]


PEERS = {
    "dbmate": Peer(peers.dbmate, (), ("migrate",), ("schema_migrations",)),
    "sqitch": Peer(
        peers.sqitch,
        ("deploy", "--to", "a"),
        ("deploy",),
        ("sqitch.changes", "sqitch.events", "sqitch.projects"),
    ),
    "yoyo": Peer(
        peers.yoyo,
        ("apply", "--revision", NAMES["yoyo"][0]),
        ("apply",),
        ("_yoyo_migration", "_yoyo_log"),
    ),
}


@pytest.fixture(params=sorted(PEERS))
def layout(request: pytest.FixtureRequest) -> str:
    return str(request.param)


def apply_first(fleet: Fleet) -> Fleet:
    """Let the tool apply the first of its two migrations. dbmate knows no stop: it sees one."""
    peer = PEERS[fleet.layout]
    if peer.first:
        peer.run(fleet, *peer.first)
        return fleet
    later = [file for file in fleet.path.iterdir() if file.stem == NAMES[fleet.layout][1]]
    texts = {file.name: file.read_text() for file in later}
    for file in later:
        file.unlink()
    peer.run(fleet, *peer.everything)
    write(fleet.path, texts)
    return fleet


def test_history_of_a_real_tool_is_taken_over(fleet: Fleet, layout: str) -> None:
    fleet = apply_first(fleet.of(layout))
    first, second = NAMES[layout]
    assert [one.id for one in fleet.adopt()] == [first]
    assert fleet.states() == {first: "applied", second: "pending"}
    assert (fleet.up(), fleet.tables()) == ([second], ["a", "b"])


def test_what_a_real_tool_applied_is_taken_back(fleet: Fleet, layout: str) -> None:
    fleet = fleet.of(layout)
    PEERS[layout].run(fleet, *PEERS[layout].everything)
    fleet.adopt()
    assert fleet.down(steps=2) == list(reversed(NAMES[layout]))
    assert fleet.tables() == []


def test_tables_of_a_real_tool_stay_as_they_are(fleet: Fleet, layout: str) -> None:
    fleet = apply_first(fleet.of(layout))
    before = peers.rows(fleet.connection, *PEERS[layout].tables)
    fleet.adopt()
    assert peers.rows(fleet.connection, *PEERS[layout].tables) == before
    assert len(before) > 0


def test_real_tool_reads_what_our_runner_reads(fleet: Fleet, layout: str) -> None:
    """The same folder, unchanged, under both: the same tables, and the same again after both."""
    fleet = fleet.of(layout)
    PEERS[layout].run(fleet, *PEERS[layout].everything)
    assert fleet.tables() == ["a", "b"]
    fleet.connection.execute("DROP TABLE a, b")
    fleet.up()
    assert fleet.tables() == ["a", "b"]


@pytest.mark.parametrize(
    ("layout", "column"),
    [
        ("yoyo", "applied_at_utc AT TIME ZONE 'UTC' FROM _yoyo_migration"),
        ("sqitch", "committed_at FROM sqitch.changes"),
    ],
)
def test_moments_of_a_real_tool_are_taken_over(fleet: Fleet, layout: str, column: str) -> None:
    fleet = fleet.of(layout)
    PEERS[layout].run(fleet, *PEERS[layout].everything)
    theirs = [row[0] for row in fleet.connection.execute(f"SELECT {column} ORDER BY 1".encode())]
    assert all(isinstance(moment, datetime) for moment in theirs)
    assert [one.applied_at for one in fleet.adopt()] == theirs
    ours = fleet.connection.execute("SELECT applied_at FROM echoes_schema.migrations ORDER BY 1")
    assert [row[0] for row in ours] == theirs


def test_yoyo_sees_what_was_taken_over(fleet: Fleet) -> None:
    fleet = apply_first(fleet.of("yoyo"))
    fleet.adopt()
    listed = peers.yoyo(
        Fleet(fleet.path, "yoyo", f"{fleet.url}&schema=echoes_schema", fleet.connection), "list"
    )
    assert [line.split()[0][-1:] for line in listed.splitlines() if "20250101" in line] == [
        "A",
        "U",
    ]


def test_first_file_that_yoyo_writes_is_read(fleet: Fleet) -> None:
    fleet.path.mkdir()
    peers.yoyo(fleet, "new", "--sql", "--message", "make a")
    (file,) = (file for file in fleet.path.iterdir() if "rollback" not in file.name)
    file.write_text(file.read_text() + "\nCREATE TABLE a ();\n")
    assert fleet.of("yoyo", {}).up() == [file.stem]


def test_deploy_script_that_was_changed_is_refused(fleet: Fleet) -> None:
    fleet = fleet.of("sqitch")
    peers.sqitch(fleet, "deploy")
    write(fleet.path, {"deploy/a.sql": FILES["sqitch"]["deploy/a.sql"] + "\n"})
    message = refusal(fleet.adopt).message
    assert message.startswith("not what was applied, by its checksum: ")
    assert message.endswith("deploy/a.sql")


def test_deploy_scripts_are_verified(fleet: Fleet) -> None:
    fleet = fleet.of("sqitch")
    peers.sqitch(fleet, "deploy")
    assert [one.is_verified for one in fleet.adopt()] == [True, True]


def test_change_that_sqitch_failed_to_deploy_is_told_of(fleet: Fleet) -> None:
    fleet = fleet.of("sqitch", FILES["sqitch"] | {"deploy/b.sql": "SELECT nothing;"})
    with pytest.raises(AssertionError, match="nothing"):
        peers.sqitch(fleet, "deploy", "--mode", "change")
    (note,) = refused(fleet).notes
    assert note.startswith("b failed when sqitch last deployed it")


def test_change_that_sqitch_reworked_is_two(fleet: Fleet) -> None:
    """Deployed, tagged, reworked with sqitch itself, and deployed again."""
    fleet = fleet.of("sqitch", FILES["sqitch"] | {"sqitch.plan": plan("a")})
    peers.sqitch(fleet, "deploy")
    fleet.adopt()
    peers.sqitch_plan(fleet, "tag", "v1", "--note", "x")
    peers.sqitch_plan(fleet, "rework", "a", "--note", "x")
    write(fleet.path, {"deploy/a.sql": "BEGIN; CREATE TABLE b (); COMMIT;"})
    assert fleet.states() == {"a": "applied", "a#2": "pending"}
    peers.sqitch(fleet, "deploy")
    fleet.connection.execute("DROP SCHEMA echoes_schema CASCADE")
    assert [(one.id, one.is_verified) for one in fleet.adopt()] == [("a", True), ("a#2", True)]
