"""The lines to another process of this machine, kept from one request to the next."""

import asyncio
import re
from collections import deque
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from stoppress.edge.headers import Headers
from stoppress.edge.line import Line, LineLost

#: Lines at once, those kept while nobody uses them, and for how many seconds: the other side keeps them longer.
MOST, KEPT, IDLE = 200, 50, 30.0
_TOKEN = rb"[-!#$%&'*+.^_`|~0-9A-Za-z]+"
#: A request's line and headers (RFC 9112, sections 3 and 5): nothing in them may end a line or begin another request.
_HEAD = re.compile(_TOKEN + rb" [\x21-\x7e]+ HTTP/1\.1\r\n(?:" + _TOKEN + rb": [\t\x20-\x7e\x80-\xff]*\r\n)*\r\n")


class NotARequest(ValueError):
    """What was to be asked has no form that HTTP knows."""


class Lines:
    """Any number of requests at once to whoever listens on a Unix socket; all in one loop, which need not run yet."""

    def __init__(self, socket: Path, patience: float) -> None:
        """`patience` is how many seconds the other side may be silent."""
        self._socket, self._patience = str(socket), patience
        self._free: deque[Line] = deque()
        self._room = asyncio.Semaphore(MOST)

    @asynccontextmanager
    async def line(self) -> AsyncIterator[Line]:
        """A line for one request; the one used last, which is warm. Raises OSError when nobody listens."""
        async with self._room:
            line = self._one_kept() or await self._another()
            try:
                yield line
            finally:
                self._take_back(line)

    async def whole(self, method: str, target: bytes, headers: Headers) -> tuple[int, Headers, bytes]:
        """Ask something without a body and wait for all of the answer. Raises NotARequest, LineLost and OSError."""
        asked = head(method, target, headers)
        async with self.line() as line:
            line.begin(asked, has_body=False, is_chunked=False, is_for_head=method == "HEAD")
            status, answered = await line.answer()
            return status, answered, b"".join([part async for part in line.parts()])

    def close(self) -> None:
        """Hang up."""
        while self._free:
            self._free.pop().hang_up()

    async def _another(self) -> Line:
        loop = asyncio.get_running_loop()
        try:
            async with asyncio.timeout(self._patience):
                _, line = await loop.create_unix_connection(lambda: Line(self._patience), self._socket)
        except TimeoutError as error:
            raise LineLost("Nobody takes the call") from error
        return line

    def _one_kept(self) -> Line | None:
        now = asyncio.get_running_loop().time()
        while self._free:
            line = self._free.pop()
            if line.is_free and now - line.rests_since < IDLE:
                return line
            line.hang_up()
        return None

    def _take_back(self, line: Line) -> None:
        if not line.is_free or len(self._free) >= KEPT:
            line.hang_up()
            return
        line.rests_since = now = asyncio.get_running_loop().time()
        self._free.append(line)
        while now - self._free[0].rests_since > IDLE:
            self._free.popleft().hang_up()


def head(method: str, target: bytes, headers: Headers) -> bytes:
    """A request's line and headers as they go over the line. Raises NotARequest."""
    lines = b"".join([part for name, value in headers for part in (name, b": ", value, b"\r\n")])
    made = b"%b %b HTTP/1.1\r\n%b\r\n" % (method.encode(), target, lines)
    # As many lines as were told: else a value has brought headers of its own.
    if _HEAD.fullmatch(made) is None or made.count(b"\n") != len(headers) + 2:
        raise NotARequest(f"{method} with the target {target!r} and headers of {len(lines)} bytes")
    return made
