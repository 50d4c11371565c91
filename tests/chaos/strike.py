"""Strikes one run of the program with one fault."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass

import psycopg

from echoes_schema.waiting import until
from tests.chaos.faults import Blow, Fault, Spot
from tests.chaos.program import PATIENCE, Ending, Run
from tests.chaos.proxy import Proxy, Session, Trap
from tests.chaos.server import Server
from tests.chaos.stage import Stage, start

_WAITS = "SELECT FROM pg_stat_activity WHERE pid = %s AND wait_event_type = 'Lock'"


class Bystander:
    """Another session, that holds up whatever waits for its transaction."""

    def __init__(self, server: Server, database: str) -> None:
        self._server = server
        self._database = database
        self._connection: psycopg.Connection | None = None

    def enter(self, statements: str) -> None:
        self._connection = self._server.connect(self._database)
        self._connection.execute(statements.encode())

    def leave(self) -> None:
        if self._connection is not None:
            self._connection.close()


@dataclass(frozen=True, slots=True)
class Round:
    """One fault, and the database that it happens in."""

    stage: Stage
    proxy: Proxy
    fault: Fault
    database: str
    bystander: Bystander


def strike(here: Round) -> Ending | None:
    """Return how the struck run ended; None when it was over before the fault.

    The server runs again afterwards.
    """
    victim: Future[Run] = Future()
    here.proxy.arm(_trap(here, victim))
    url = here.proxy.url(here.database)
    victim.set_result(start(here.stage.sql, here.fault.operation, url))
    ending = victim.result().finish()
    session = here.proxy.session()
    if here.fault.blow is Blow.STOP:
        here.stage.server.resume()
    return ending if session is not None and session.is_sprung else None


def _trap(here: Round, victim: Future[Run]) -> Trap:
    fault = here.fault
    blow = _blow(here.stage.server, fault.blow, victim)
    if fault.spot is Spot.RANDOM:
        return Trap(blow, delay=fault.fraction * here.stage.references[fault.operation].seconds)
    if fault.spot is not Spot.BUILD:
        return Trap(blow, fault.request, fault.moment)

    def wait_and_blow(session: Session) -> bool:
        _await_wait(here.stage.server, session.backend)
        return blow(session)

    def hold_up() -> None:
        here.bystander.enter(fault.blocker)

    return Trap(wait_and_blow, fault.request, fault.moment, prepare=hold_up)


def _blow(server: Server, blow: Blow, victim: Future[Run]) -> Callable[[Session], bool]:
    """Return the act; it answers whether the session goes on after it."""

    def kill(_: Session) -> bool:
        victim.result(PATIENCE).kill()
        return False

    def terminate(session: Session) -> bool:
        server.terminate(session.backend)
        return True

    def cut(session: Session) -> bool:
        session.cut()
        return False

    def stop(_: Session) -> bool:
        server.halt()
        return True

    return {Blow.KILL: kill, Blow.TERMINATE: terminate, Blow.CUT: cut, Blow.STOP: stop}[blow]


def _await_wait(server: Server, backend: int) -> None:
    with server.connect() as connection:
        row = until(
            lambda: connection.execute(_WAITS, [backend]).fetchone(),
            lambda row: row is not None,
            pause=0.01,
            seconds=PATIENCE,
        )
    if row is None:
        raise TimeoutError("the build does not wait for the bystander")
