"""One line to another process of this machine: HTTP/1.1 over a Unix socket, one request after the other."""

import asyncio
from collections import deque
from collections.abc import AsyncIterator, Coroutine
from typing import Any, cast

import httptools

from stoppress.edge.headers import Headers

#: Bytes of an answer that may wait here for the reader before the other side has to.
AHEAD = 256 * 1024


class LineLost(ConnectionError):
    """The other side does not answer, or its answer has broken off."""


class Silent(LineLost):
    """The other side is there and has said nothing for too long: to ask again would only take as long again."""


class Line(asyncio.Protocol):
    """A connection on which one request at a time is asked and answered.

    First `begin`, then `send` for each piece of a body and `sent_all`, then `answer`, then `parts`. All but `begin` raise
    LineLost. After that `is_free` says whether another request may follow.
    """

    def __init__(self, patience: float) -> None:
        """`patience` is how many seconds the other side may be silent."""
        self._patience = patience
        self._loop = asyncio.get_running_loop()
        self._drained = asyncio.Event()
        self._drained.set()
        self._parser: httptools.HttpResponseParser | None = None
        self._waiting: asyncio.Future[None] | None = None
        self._is_lost = self._is_paused = False
        #: When it was last used, by the loop's clock.
        self.rests_since = 0.0

    def begin(self, head: bytes, *, has_body: bool, is_chunked: bool, is_for_head: bool) -> None:
        """Ask: the request's line and headers, up to the empty line. `is_for_head`: the answer has no body whatever it says."""
        self._is_chunked, self._is_for_head, self._is_all_sent = is_chunked, is_for_head, not has_body
        self._parts: deque[bytes] = deque()
        self._waits, self.status, self.headers = 0, 0, cast("Headers", [])
        self._has_answered = self._is_whole = self._is_kept = False
        self._parser = httptools.HttpResponseParser(self)
        self._transport.write(head)

    @property
    def has_answered(self) -> bool:
        """Whether the answer has begun, perhaps before all of the request was sent."""
        return self._has_answered

    async def send(self, part: bytes) -> None:
        """Send a piece of the body, and wait while the other side does not take it."""
        if not self._is_lost:
            self._transport.write(b"%x\r\n%b\r\n" % (len(part), part) if self._is_chunked else part)
            await self._patiently(self._drained.wait())
        if self._is_lost and not self._has_answered:
            raise LineLost("It hung up while it was asked")

    def sent_all(self) -> None:
        """Nothing more of the body follows."""
        if self._is_chunked and not self._is_lost:
            self._transport.write(b"0\r\n\r\n")
        self._is_all_sent = True

    async def answer(self) -> tuple[int, Headers]:
        """Status and headers of the answer, names in small letters."""
        while not self._has_answered:
            await self._more()
        return self.status, self.headers

    async def parts(self) -> AsyncIterator[bytes]:
        """The answer's body, as it comes."""
        while True:
            while self._parts:
                part = self._parts.popleft()
                self._waits -= len(part)
                yield part
            if self._is_paused and not self._is_lost:
                self._is_paused = False
                self._transport.resume_reading()
            if self._is_whole:
                return
            await self._more()

    @property
    def is_free(self) -> bool:
        """Whether another request may be asked on it."""
        return not self._is_lost and (self._parser is None or (self._is_whole and self._is_kept and self._is_all_sent))

    def hang_up(self) -> None:
        """Close it at once: an answer that has not come whole is not wanted any more."""
        self._transport.abort()

    async def _more(self) -> None:
        """Wait until something comes."""
        if self._is_lost:
            raise LineLost("It hung up before its answer was whole")
        self._waiting = self._loop.create_future()
        try:
            await self._patiently(self._waiting)
        finally:
            self._waiting = None

    async def _patiently(self, what: "asyncio.Future[None] | Coroutine[Any, Any, Any]") -> None:
        """Wait for something, but not for ever."""
        try:
            async with asyncio.timeout(self._patience):
                await what
        except TimeoutError as error:
            raise Silent(f"It has been silent for {self._patience:g} s") from error

    def _wake(self) -> None:
        if self._waiting is not None and not self._waiting.done():
            self._waiting.set_result(None)

    # What the loop calls.

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast("asyncio.Transport", transport)

    def data_received(self, data: bytes) -> None:
        try:
            if self._parser is None:
                raise httptools.HttpParserError("Nobody has asked")
            self._parser.feed_data(data)
        except (httptools.HttpParserError, httptools.HttpParserUpgrade):
            self._is_lost = True
            self.hang_up()
        self._wake()

    def connection_lost(self, error: Exception | None) -> None:
        self._is_lost = True
        self._drained.set()
        self._wake()

    def pause_writing(self) -> None:
        self._drained.clear()

    def resume_writing(self) -> None:
        self._drained.set()

    # What the parser calls.

    def on_message_begin(self) -> None:
        if self._is_whole:
            raise httptools.HttpParserError("Nobody has asked for another answer")

    def on_header(self, name: bytes, value: bytes) -> None:
        self.headers.append((name.lower(), value))

    def on_headers_complete(self) -> None:
        assert self._parser is not None, "it is the parser that calls"
        status = self._parser.get_status_code()
        if status < 200:  # that it goes on is no answer yet
            self.headers = []
            return
        self.status, self._has_answered, self._is_kept = status, True, self._parser.should_keep_alive()
        self._is_whole = self._is_for_head

    def on_body(self, part: bytes) -> None:
        self._parts.append(part)
        self._waits += len(part)
        if self._waits > AHEAD and not self._is_paused:
            self._is_paused = True
            self._transport.pause_reading()

    def on_message_complete(self) -> None:
        self._is_whole = self._has_answered
