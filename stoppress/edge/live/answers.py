"""Answers below `/live/`: a stream on the connection itself or through ASGI, and the same as JSON for those who poll."""

import asyncio
import json
from typing import Any

from stoppress.edge import headers
from stoppress.edge.flights import Receive, Scope, Send
from stoppress.edge.headers import Headers
from stoppress.edge.live.asking import Asked, Refused
from stoppress.edge.live.bounds import reader_of
from stoppress.edge.live.hub import Hub
from stoppress.edge.live.stream import HIGH_WATER, DirectStream, Parcel, Stream
from stoppress.edge.memory import Answer
from stoppress.edge.ready import lines

#: What was asked for, and whose stream it counts as.
Admitted = tuple[Asked, bytes]
STREAM, SINCE = "/live/", "/live/since"
#: What a stream's answer says: no cache may keep it and no proxy hold it back (nginx heeds the last).
_HEAD: Headers = [
    (b"content-type", b"text/event-stream; charset=utf-8"),
    (b"cache-control", b"no-store"),
    (b"x-accel-buffering", b"no"),
]
_FOR_A_SECOND = (b"cache-control", b"public, max-age=1")
_FOR_NOBODY = (b"cache-control", b"no-store")


class Live:
    """Everything below `/live/`."""

    def __init__(self, hub: Hub, *, policy: str, is_https: bool) -> None:
        self.hub = hub
        self._head = headers.guarded(_HEAD, status=200, policy=policy, is_https=is_https)
        self._lines = lines([*self._head, (b"transfer-encoding", b"chunked"), (b"connection", b"close")]) + b"\r\n"

    def admit(self, target: bytes, said: Headers, client: str | None) -> Admitted | None:
        """What a GET of `/live/` may have; None when the ordinary way must say why not."""
        try:
            return self._admitted(target.partition(b"?")[2], said, client)
        except Refused:
            return None

    def take_over(
        self, transport: asyncio.Transport, admitted: Admitted, connections: set[Any], start: bytes
    ) -> None:  # fmt: skip
        """Take a connection from the protocol that read the request; `start` is the status line and the server's own headers."""
        asked, whose = admitted
        stream = DirectStream(asked, whose, transport, connections, self.hub)
        transport.set_protocol(stream)
        transport.set_write_buffer_limits(high=HIGH_WATER)
        connections.add(stream)
        transport.write(start + self._lines)
        self.hub.open(stream, asked)

    async def answer(self, scope: Scope, receive: Receive, send: Send) -> Answer | None:
        """The answer to a request; None when it was a stream, which has been sent."""
        if scope["method"] not in ("GET", "HEAD"):
            return _plain(405, "Streams are read with GET.", (b"allow", b"GET, HEAD"))
        client = (scope.get("client") or ("",))[0]
        query = scope.get("query_string", b"")
        try:
            if scope["path"] == SINCE:
                return self._since(query, scope["headers"])
            if scope["path"] != STREAM:
                return _plain(404, "There is no such stream.")
            asked, whose = self._admitted(query, scope["headers"], client)
        except Refused as refused:
            more = [(b"retry-after", b"30")] if refused.status == 503 else []
            return _plain(refused.status, refused.sentence, *more)
        await send({"type": "http.response.start", "status": 200, "headers": self._head})
        if scope["method"] == "HEAD":
            await send({"type": "http.response.body", "body": b""})
        else:
            await _Relayed(asked, whose, self.hub).run(receive, send)
        return None

    def _admitted(self, query: bytes, said: Headers, client: str | None) -> Admitted:
        asked = self.hub.asked(query, _header(said, b"last-event-id"), _is_from_elsewhere(said))
        whose = reader_of(client)
        self.hub.check_room(whose)
        return asked, whose

    def _since(self, query: bytes, said: Headers) -> Answer:
        """What a stream would tell, at once and no more: the polling of those who cannot keep a stream open."""
        asked = self.hub.asked(query, None, _is_from_elsewhere(said))
        missed = self.hub.missed(asked)
        told = b",".join(one.words for one in missed or ())
        reset = b"true" if missed is None else b"false"
        known = self.hub.presence.told
        present = json.dumps({channel: known[channel] for channel in asked.channels if channel in known}).encode()
        body = b'{"id":"%s","reset":%s,"events":[%s],"present":%s}' % (self.hub.id.encode(), reset, told, present)
        caching = _FOR_NOBODY if asked.ticket else _FOR_A_SECOND
        return Answer(200, [(b"content-type", b"application/json"), caching], body)


class _Relayed(Stream):
    """A stream through ASGI, whose server wants a task for each."""

    __slots__ = ("asked", "hub", "parts", "wake")

    def __init__(self, asked: Asked, whose: bytes, hub: Hub) -> None:
        super().__init__(asked, whose)
        self.asked, self.hub, self.wake = asked, hub, asyncio.Event()
        self.parts: list[bytes] = []

    async def run(self, receive: Receive, send: Send) -> None:
        """Send until either side has enough."""
        self.hub.open(self, self.asked)
        leaving = asyncio.ensure_future(_left(receive))
        leaving.add_done_callback(lambda _: self.abort())
        try:
            while not self.is_over or self.parts:
                await self.wake.wait()
                self.wake.clear()
                if leaving.done():
                    break
                parts, self.parts = self.parts, []
                self.is_paused = True
                await send({"type": "http.response.body", "body": b"".join(parts), "more_body": True})
                self.is_paused = self.was_paused = False
                self.hub.send(self)
            if not leaving.done():
                await send({"type": "http.response.body", "body": b""})
        finally:
            self.is_over = True
            leaving.cancel()
            self.hub.forget(self)

    def push(self, parcel: Parcel) -> None:
        self.parts.append(parcel.plain)
        self.wake.set()

    def end(self, parcel: Parcel) -> None:
        self.push(parcel)
        self.is_over = True

    def abort(self) -> None:
        self.is_over = True
        self.wake.set()


async def _left(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass


def _is_from_elsewhere(said: Headers) -> bool:
    return _header(said, b"sec-fetch-site") in (b"cross-site", b"same-site")


def _header(said: Headers, name: bytes) -> bytes | None:
    return next((value for found, value in said if found == name), None)


def _plain(status: int, sentence: str, *more: tuple[bytes, bytes]) -> Answer:
    own = [(b"content-type", b"text/plain; charset=utf-8"), _FOR_NOBODY, *more]
    return Answer(status, own, sentence.encode())
