"""Hands requests on to the newsroom, another process of this machine, over a Unix socket."""

import logging
from collections.abc import AsyncIterator
from pathlib import Path

import httpcore

from stoppress.edge.answers import AWAY, Answer, in_words
from stoppress.edge.flights import Receive, Scope, Send
from stoppress.edge.headers import Headers

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
        self._socket = str(socket)
        self._pool: httpcore.AsyncConnectionPool | None = None

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Hand one request on and its answer back; 503 when there is none, 400 when it cannot be handed on.

        Raises BrokenOff when the answer ended halfway.
        """
        # A line that the newsroom closed as it was taken up again: what only reads may ask once more.
        tries = 1 if _has_body(scope) or scope["method"] not in ("GET", "HEAD") else 2
        for left in reversed(range(tries)):
            exchange = _Exchange(scope, receive, send)
            try:
                await exchange.run(self._lines())
                return
            except _Left:
                return
            except httpcore.LocalProtocolError as error:
                logger.info("Not to be handed on: %s %s: %s", scope["method"], scope["path"], error)
                await say(send, _STRANGE)
                return
            except (httpcore.NetworkError, httpcore.RemoteProtocolError, httpcore.TimeoutException, OSError) as error:
                logger.warning("The newsroom did not answer %s %s: %r", scope["method"], scope["path"], error)
                if exchange.has_begun:
                    raise BrokenOff from error  # the reader must see it
                if not left:
                    await say(send, AWAY)

    async def close(self) -> None:
        """Close the lines to the newsroom."""
        if self._pool is not None:
            await self._pool.aclose()
            self._pool = None

    def _lines(self) -> httpcore.AsyncConnectionPool:
        # Made at the first request: it belongs to the loop that runs then.
        if self._pool is None:
            self._pool = httpcore.AsyncConnectionPool(
                uds=self._socket, max_connections=200, max_keepalive_connections=50, keepalive_expiry=30.0
            )
        return self._pool


class _Left(Exception):
    """The reader left before all of the request had come."""


class _Exchange:
    """One request and its answer."""

    def __init__(self, scope: Scope, receive: Receive, send: Send) -> None:
        self._scope, self._receive, self._send = scope, receive, send
        #: Whether the reader has got a part of the answer.
        self.has_begun = False

    async def run(self, lines: httpcore.AsyncConnectionPool) -> None:
        scope = self._scope
        async with lines.stream(
            scope["method"], _url(scope), headers=_headers(scope), content=_body(self._receive) if _has_body(scope) else None,
            extensions={"timeout": dict.fromkeys(("connect", "read", "write", "pool"), PATIENCE)},
        ) as answer:  # fmt: skip
            self.has_begun = True
            kept = [(k.lower(), v) for k, v in answer.headers if k.lower() not in _HOP_BY_HOP]
            await self._send({"type": "http.response.start", "status": answer.status, "headers": kept})
            async for part in answer.aiter_stream():
                await self._send({"type": "http.response.body", "body": part, "more_body": True})
        await self._send({"type": "http.response.body", "body": b"", "more_body": False})


async def say(send: Send, answer: Answer) -> None:
    """Send a whole answer."""
    await send({"type": "http.response.start", "status": answer.status, "headers": answer.headers})
    await send({"type": "http.response.body", "body": answer.body})


def _url(scope: Scope) -> httpcore.URL:
    raw: bytes = scope.get("raw_path") or scope["path"].encode()
    query: bytes = scope.get("query_string", b"")
    return httpcore.URL(scheme=b"http", host=b"newsroom", port=None, target=raw + (b"?" + query if query else b""))


def _headers(scope: Scope) -> Headers:
    kept = [(k, v) for k, v in scope["headers"] if k not in _HOP_BY_HOP and k not in (CLIENT, SCHEME)]
    if not any(k == b"host" for k, _ in kept):
        kept.append((b"host", b"localhost"))
    if not _has_body(scope):
        kept = [(k, v) for k, v in kept if k != b"content-length"]
    client = scope.get("client")
    if client:
        kept.append((CLIENT, str(client[0]).encode()))
    return [*kept, (SCHEME, scope.get("scheme", "http").encode())]


def _has_body(scope: Scope) -> bool:
    named = {k for k, _ in scope["headers"]}
    return b"transfer-encoding" in named or b"content-length" in named


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
