"""PostgreSQL's messages, cut into requests and the answers to them."""

from __future__ import annotations

import struct
from collections import deque
from collections.abc import Iterator

# What the runner sends: a request ends with Query, Sync or, in a pipeline, Flush.
_QUERY, _SYNC, _FLUSH, _PARSE = b"Q", b"S", b"H", b"P"
# What the server sends. ReadyForQuery ends an answer; a flushed statement's ends with
# CommandComplete, EmptyQueryResponse, PortalSuspended or ErrorResponse.
_READY, _ERROR, _BACKEND_KEY = b"Z", b"E", b"K"
_FLUSHED_ENDS = (b"C", b"I", b"s", _ERROR)


class Requests:
    """Cuts what the runner sends."""

    def __init__(self) -> None:
        self._stream = _Stream()
        self._messages: list[bytes] = []

    def feed(self, data: bytes) -> Iterator[list[bytes]]:
        """Yield the messages of each request that is whole now."""
        for message in self._stream.feed(data):
            self._messages.append(message)
            if message[:1] in (_QUERY, _SYNC, _FLUSH):
                yield self._messages
                self._messages = []


class Answers:
    """Cuts what the server sends.

    `done` is the number of the last request that is answered, from 1; the session's start is 0.
    After an error the server skips, with no answer, everything to the next Sync.
    """

    def __init__(self) -> None:
        self.done = -1
        self.is_skipping = False
        self._stream = _Stream()
        self._messages: list[bytes] = []
        self._awaited = deque([_SYNC])

    @property
    def rest(self) -> bytes:
        """What came and ends no answer."""
        return b"".join(self._messages) + self._stream.rest

    def expect(self, request: list[bytes]) -> None:
        """Take note of a request that the server was sent."""
        self._awaited.append(request[-1][:1])

    def feed(self, data: bytes) -> Iterator[list[bytes]]:
        """Yield the messages of each answer that is whole now."""
        for message in self._stream.feed(data):
            self._messages.append(message)
            if self._is_end(message[:1]):
                yield self._messages
                self._messages = []

    def _is_end(self, kind: bytes) -> bool:
        if kind == _READY:
            self.is_skipping = False
            while self._next() == _FLUSH:
                continue  # it was skipped
            return True
        is_flushed = bool(self._awaited) and self._awaited[0] == _FLUSH
        if not is_flushed or self.is_skipping or kind not in _FLUSHED_ENDS:
            return False
        self.is_skipping = kind == _ERROR
        self._next()
        return True

    def _next(self) -> bytes:
        self.done += 1
        return self._awaited.popleft()


class _Stream:
    """Cuts bytes into messages; `rest` is the beginning of one."""

    def __init__(self) -> None:
        self.rest = b""

    def feed(self, data: bytes) -> Iterator[bytes]:
        self.rest += data
        while len(self.rest) >= 5:
            end = 1 + struct.unpack_from("!i", self.rest, 1)[0]
            if end > len(self.rest):
                return
            message, self.rest = self.rest[:end], self.rest[end:]
            yield message


def statement(request: list[bytes]) -> str:
    """Return the text that a request runs, "" for a Sync alone."""
    for message in request:
        if message[:1] in (_QUERY, _PARSE):
            # A parsed statement comes after the name that it gets, and before its parameters.
            text = message[5:].split(b"\0")[message[:1] == _PARSE]
            return text.decode("utf-8", "replace").strip()
    return ""


def backend(answer: list[bytes]) -> int:
    """Return the process that serves the session, 0 where an answer does not say."""
    keys = [message for message in answer if message[:1] == _BACKEND_KEY]
    return int(struct.unpack_from("!i", keys[0], 5)[0]) if keys else 0
