"""Hands requests on to the newsroom, another process of this machine, over a Unix socket."""

import logging
from collections.abc import AsyncIterator
from pathlib import Path

from stoppress.edge.answers import AWAY, Answer, in_words
from stoppress.edge.flights import Receive, Scope, Send
from stoppress.edge.line import Line
from stoppress.edge.lines import Lines, NotARequest, head

#: Tell the newsroom who asks and over what; what a reader sends under these names is not passed on.
CLIENT, SCHEME = b"x-stoppress-client", b"x-stoppress-scheme"
#: Seconds that the newsroom may be silent; uploads and imports take their time.
PATIENCE = 300.0
#: Of one connection, not of what is asked (RFC 9110, section 7.6.1).
_HOP_BY_HOP = {
    b"connection", b"expect", b"keep-alive", b"proxy-authenticate", b"proxy-authorization", b"te", b"trailer",
    b"transfer-encoding", b"upgrade",
}  # fmt: skip
_STRANGE = in_words(400, b"This request has a form that is not understood here.")
logger = logging.getLogger("stoppress.edge")


class BrokenOff(ConnectionError):
    """The newsroom went away in the middle of its answer."""


class Forward:
    """An ASGI application that lets the newsroom behind a Unix socket answer."""

    def __init__(self, socket: Path) -> None:
        self._lines = Lines(socket, PATIENCE)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Hand one request on and its answer back; 503 when there is none, 400 when it cannot be handed on.

        Raises BrokenOff when the answer ended halfway.
        """
        # A line that the newsroom closed as it was taken up again: what only reads may ask once more.
        tries = 1 if _has_body(scope) or scope["method"] not in ("GET", "HEAD") else 2
        for left in reversed(range(tries)):
            exchange = _Exchange(scope, receive, send)
            try:
                await exchange.run(self._lines)
                return
            except _Left:
                return
            except NotARequest as error:
                logger.info("Not to be handed on: %s %s: %s", scope["method"], scope["path"], error)
                await say(send, _STRANGE)
                return
            except OSError as error:
                logger.warning("The newsroom did not answer %s %s: %r", scope["method"], scope["path"], error)
                if exchange.has_begun:
                    raise BrokenOff from error  # the reader must see it
                if not left:
                    await say(send, AWAY)

    async def close(self) -> None:
        """Close the lines to the newsroom."""
        self._lines.close()


class _Left(Exception):
    """The reader left before all of the request had come."""


class _Exchange:
    """One request and its answer."""

    def __init__(self, scope: Scope, receive: Receive, send: Send) -> None:
        self._scope, self._receive, self._send = scope, receive, send
        #: Whether the reader has got a part of the answer.
        self.has_begun = False

    async def run(self, lines: Lines) -> None:
        asked, framing = _request(self._scope)
        async with lines.line() as line:
            is_for_head = self._scope["method"] == "HEAD"
            line.begin(asked, has_body=framing is not None, is_chunked=framing == -1, is_for_head=is_for_head)
            if framing is not None:
                await self._send_body(line, framing)
            status, headers = await line.answer()
            self.has_begun = True
            kept = [(name, value) for name, value in headers if name not in _HOP_BY_HOP]
            await self._send({"type": "http.response.start", "status": status, "headers": kept})
            async for part in line.parts():
                await self._send({"type": "http.response.body", "body": part, "more_body": True})
        await self._send({"type": "http.response.body", "body": b"", "more_body": False})

    async def _send_body(self, line: Line, framing: int) -> None:
        """Hand on what the reader sends, as it comes, until the newsroom has heard enough. Raises _Left."""
        left = framing
        async for part in _body(self._receive):
            if line.has_answered:
                return
            left -= len(part)
            if framing >= 0 and left < 0:
                raise NotARequest("a body longer than its length")
            await line.send(part)
        if framing >= 0 and left:
            raise _Left
        line.sent_all()


async def say(send: Send, answer: Answer) -> None:
    """Send a whole answer."""
    await send({"type": "http.response.start", "status": answer.status, "headers": answer.headers})
    await send({"type": "http.response.body", "body": answer.body})


def _request(scope: Scope) -> tuple[bytes, int | None]:
    """The request as the newsroom gets it, and how long its body is: -1 when only its end will tell, None for no body.

    Raises NotARequest.
    """
    raw: bytes = scope.get("raw_path") or scope["path"].encode()
    query: bytes = scope.get("query_string", b"")
    kept = [(k, v) for k, v in scope["headers"] if k not in _HOP_BY_HOP and k not in (CLIENT, SCHEME, b"content-length")]
    if not any(k == b"host" for k, _ in kept):
        kept.append((b"host", b"localhost"))
    framing = _framing(scope)
    if framing is not None:
        kept.append((b"content-length", b"%d" % framing) if framing >= 0 else (b"transfer-encoding", b"chunked"))
    client = scope.get("client")
    if client:
        kept.append((CLIENT, str(client[0]).encode()))
    kept.append((SCHEME, scope.get("scheme", "http").encode()))
    return head(scope["method"], raw + (b"?" + query if query else b""), kept), framing


def _framing(scope: Scope) -> int | None:
    if any(k == b"transfer-encoding" for k, _ in scope["headers"]):
        return -1
    lengths = {v for k, v in scope["headers"] if k == b"content-length"}
    if not lengths:
        return None
    length = lengths.pop()
    if lengths or not length.isdigit():
        raise NotARequest("a body of more than one length")
    return int(length)


def _has_body(scope: Scope) -> bool:
    return any(k in (b"transfer-encoding", b"content-length") for k, _ in scope["headers"])


async def _body(receive: Receive) -> AsyncIterator[bytes]:
    """What the reader sends, as it comes. Raises _Left when they leave halfway."""
    while True:
        message = await receive()
        if message["type"] == "http.disconnect":
            raise _Left
        if message.get("body"):
            yield message["body"]
        if not message.get("more_body", False):
            return
