"""A TCP proxy between runner and server that counts requests and answers, and springs a trap."""

from __future__ import annotations

import select
import socket
import struct
import threading
import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from tests.chaos import protocol

_CHUNK = 1 << 16
# Seconds from the end of a program to the end of its session.
_PATIENCE = 60
# What makes close() send RST instead of FIN.
_LINGER_NOT = struct.pack("ii", 1, 0)


class Moment(StrEnum):
    """Where a request is when the trap springs."""

    BEFORE = "before it reaches the server"
    DURING = "while the server works on it"
    AFTER = "before its answer reaches the runner"


@dataclass(frozen=True, slots=True)
class Trap:
    """What happens to one session, and when: at a request, or at a moment of time.

    `act` answers whether the session goes on. `request` counts from 1; 0 leaves it to `delay`,
    seconds after the first request. `prepare` is called just before that request is forwarded.
    """

    act: Callable[[Session], bool]
    request: int = 0
    moment: Moment = Moment.BEFORE
    delay: float | None = None
    prepare: Callable[[], None] | None = None


class Session:
    """One connection through the proxy.

    `requests` are those that the runner has sent, `seconds` the time from the first one to the
    end, `backend` is the process that serves it, `is_sprung` says that the trap did its work.

    A runner sends a whole file at once. The server is given the trap's request when all before
    it are answered, and those after it when that one is: the trap springs at a boundary and not
    somewhere near.
    """

    def __init__(self, client: socket.socket, server: socket.socket, trap: Trap | None) -> None:
        self.requests: list[str] = []
        self.backend = 0
        self.seconds = 0.0
        self.is_sprung = False
        self._client = client
        self._server = server
        self._trap = trap
        self._begin = 0.0
        self._is_open = True
        self._held: deque[list[bytes]] = deque()
        self._from_client = protocol.Requests()
        self._from_server = protocol.Answers()
        self._over = threading.Event()
        self._failure: BaseException | None = None

    def run(self, target: Path) -> None:
        """Carry everything to and fro until either side is gone or the trap ends it."""
        try:
            with self._client, self._server:
                self._server.connect(str(target))
                _send(self._server, _startup(self._client))
                self._relay()
        except BaseException as error:
            self._failure = error  # await_end() raises it, in the round's thread
        self._over.set()

    def await_end(self) -> None:
        """Wait for the end. Raises whatever the trap raised."""
        self._over.wait(_PATIENCE)
        if self._failure is not None:
            raise self._failure

    def cut(self) -> None:
        """Break the connection as a firewall does: with RST."""
        self._client.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _LINGER_NOT)
        self._client.close()

    def _relay(self) -> None:
        while self._is_open:
            ready, _, _ = select.select([self._client, self._server], [], [], self._patience())
            if not ready:
                self._spring()
            elif self._server in ready:
                self._hear_server()
            else:
                self._hear_client()
        if self.requests:
            self.seconds = time.monotonic() - self._begin

    def _hear_client(self) -> None:
        data = _receive(self._client)
        self._is_open = bool(data)
        self._held.extend(self._from_client.feed(data))
        self._forward_due()

    def _forward_due(self) -> None:
        while self._is_open and self._held and self._is_due(len(self.requests) + 1):
            self._forward(self._held.popleft())

    def _is_due(self, request: int) -> bool:
        trap = self._trap
        if not trap or self.is_sprung or self._from_server.is_skipping or request < trap.request:
            return True
        return self._from_server.done >= min(request - 1, trap.request)

    def _forward(self, request: list[bytes]) -> None:
        if not self.requests:
            self._begin = time.monotonic()
        self.requests.append(protocol.statement(request))
        self._spring_if(len(self.requests), Moment.BEFORE)
        if not self._is_open:
            return
        if self._trap and self._trap.prepare and self._trap.request == len(self.requests):
            self._trap.prepare()
        self._from_server.expect(request)
        _send(self._server, b"".join(request))
        self._spring_if(len(self.requests), Moment.DURING)

    def _hear_server(self) -> None:
        data = _receive(self._server)
        for answer in self._from_server.feed(data):
            self.backend = self.backend or protocol.backend(answer)
            self._spring_if(self._from_server.done, Moment.AFTER)
            if not self._is_open:
                return
            _send(self._client, b"".join(answer))
        if not data:
            # A dying backend says why, and is ready for nothing more.
            _send(self._client, self._from_server.rest)
            self._is_open = False
        self._forward_due()

    def _patience(self) -> float | None:
        if self._trap is None or self._trap.delay is None or self.is_sprung or not self.requests:
            return None
        return max(0.0, self._begin + self._trap.delay - time.monotonic())

    def _spring_if(self, request: int, moment: Moment) -> None:
        trap = self._trap
        if trap and trap.request and (trap.request, trap.moment) == (request, moment):
            self._spring()

    def _spring(self) -> None:
        if self._trap and not self.is_sprung:
            self.is_sprung = True
            self._is_open = self._trap.act(self)


class Proxy:
    """Listens on a port of its own and carries sessions to a server's socket.

    The first session after `arm` is the one that is watched; a run may open others.
    """

    def __init__(self, target: Path) -> None:
        self._target = target
        self._trap: Trap | None = None
        self._watched: Session | None = None
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._listener.getsockname()[1]
        threading.Thread(target=self._serve, daemon=True).start()

    def arm(self, trap: Trap | None) -> None:
        """Set the trap for the next session."""
        self._trap, self._watched = trap, None

    def url(self, database: str) -> str:
        """Return the libpq URL of a database of the server, through the proxy."""
        options = "sslmode=disable&gssencmode=disable"
        return f"postgresql://postgres@127.0.0.1:{self.port}/{database}?{options}"

    def session(self) -> Session | None:
        """Return the watched session when it is over; None when nobody came.

        The program must have ended. Raises whatever the trap raised.
        """
        if self._watched is not None:
            self._watched.await_end()
        return self._watched

    def close(self) -> None:
        """Stop listening."""
        # close() alone does not wake the thread that accepts.
        self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()

    def _serve(self) -> None:
        while True:
            try:
                client, _ = self._listener.accept()
            except OSError:
                return
            client.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            server = socket.socket(socket.AF_UNIX)
            session = Session(client, server, None if self._watched else self._trap)
            self._watched = self._watched or session
            threading.Thread(target=session.run, args=(self._target,), daemon=True).start()


def _startup(client: socket.socket) -> bytes:
    head = client.recv(4, socket.MSG_WAITALL)
    length = struct.unpack("!i", head)[0] if len(head) == 4 else 4
    return head + client.recv(length - 4, socket.MSG_WAITALL)


def _receive(end: socket.socket) -> bytes:
    try:
        return end.recv(_CHUNK)
    except OSError:
        return b""


def _send(end: socket.socket, data: bytes) -> None:
    try:
        end.sendall(data)
    except OSError:
        return  # it is gone; the other direction will tell
