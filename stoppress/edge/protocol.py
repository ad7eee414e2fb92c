"""uvicorn's HTTP protocol, answering what is ready in memory before a request becomes an ASGI scope.

It leans on attributes of uvicorn's class that are not promised (`headers`, `scope`, `cycle`, `flow`,
`pipeline`), so uvicorn's version is pinned and tests/edge/test_protocol.py holds what it relies on.
Whatever is unusual about a request goes the ordinary way, as if this class were not there.
"""

import asyncio
from typing import Any

from uvicorn.protocols.http.httptools_impl import STATUS_LINE, HttpToolsProtocol

from stoppress.edge.memory import Memory
from stoppress.edge.ready import Variant, lines

#: Seconds between two looks at what a connection is doing.
PATROL = 5.0
#: Seconds that a reader may take to finish the headers of a request.
ASKING = 10.0
#: Bytes that the headers may have, beyond those that came with the first packet.
LONGEST_HEADERS = 64 * 1024
#: Headers of requests that the ordinary way is for.
_UNUSUAL = frozenset((b"content-length", b"transfer-encoding", b"expect", b"upgrade", b"http2-settings"))
_TOO_LONG = b"HTTP/1.1 431 Request Header Fields Too Large\r\nconnection: close\r\ncontent-length: 0\r\n\r\n"


class EdgeProtocol(HttpToolsProtocol):
    """One connection. `memory` is set by `protocol_for`."""

    memory: Memory

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Begin to watch over the connection."""
        super().connection_made(transport)
        self._was_answered = False
        self._is_asking = False
        self._asked = 0
        self._quiet = 0.0
        self._patrol = self.loop.call_later(PATROL, self._look)

    def connection_lost(self, exc: Exception | None) -> None:
        """Stop watching."""
        self._patrol.cancel()
        super().connection_lost(exc)

    def _look(self) -> None:
        """Close a connection that is idle, or that sends a request slower than anyone real."""
        is_answering = self.cycle is not None and not self.cycle.response_complete
        if is_answering or self.transport.get_write_buffer_size() > 0:
            self._quiet = 0.0
        else:
            self._quiet += PATROL
        if self._quiet > (ASKING if self._is_asking else self.timeout_keep_alive):
            self.transport.close()
        else:
            self._patrol = self.loop.call_later(PATROL, self._look)

    def data_received(self, data: bytes) -> None:
        """Read on, unless the headers of one request never end."""
        was_asking = self._is_asking
        super().data_received(data)
        if was_asking and self._is_asking:
            self._asked += len(data)
            if self._asked > LONGEST_HEADERS and not self.transport.is_closing():
                self.transport.write(_TOO_LONG)
                self.transport.close()

    def on_message_begin(self) -> None:
        """A request begins; its scope is made only when it goes the ordinary way."""
        self.url = b""
        self.headers = []
        self.expect_100_continue = False
        self._is_asking = True
        self._asked = 0
        self._quiet = 0.0

    def on_header(self, name: bytes, value: bytes) -> None:
        """Keep a header."""
        self.headers.append((name.lower(), value))

    def on_headers_complete(self) -> None:
        """Answer at once, or go the ordinary way."""
        self._is_asking = False
        if not self._answer():
            self._go_on()

    def _answer(self) -> bool:
        memory = self.memory
        if memory.is_stale():
            memory.refresh()
        path, _, _ = self.url.partition(b"?")
        asked = dict(self.headers)
        site = self._site(asked) if memory.sites else b""
        found = memory.targets.get(site + path)
        if found is None or path[:2] == b"//" or self._is_unusual(asked):
            return False
        method = self.parser.get_method()
        if method != b"GET" and method != b"HEAD":
            return False
        found.hits += 1
        variant, is_unchanged = found.answer(
            asked.get(b"accept-encoding"), asked.get(b"if-none-match"), asked.get(b"if-modified-since")
        )
        if is_unchanged:
            self.transport.write(self._start(304) + variant.rest_unchanged)
        elif method == b"HEAD":
            self.transport.write(self._head(found.status, variant))
        else:
            self.transport.writelines((self._head(found.status, variant), variant.body))
        self.server_state.total_requests += 1
        self._was_answered = True
        return True

    def _is_unusual(self, asked: dict[bytes, bytes]) -> bool:
        return (
            len(asked) != len(self.headers)  # a repeated header must be joined first
            or not _UNUSUAL.isdisjoint(asked)
            or not self.parser.should_keep_alive()
            or self.parser.get_http_version() != "1.1"
            or (self.cycle is not None and not self.cycle.response_complete)  # its answer comes first
            or self.flow.write_paused
            or self.transport.is_closing()
            or self.access_log
            or bool(self.root_path)
        )

    def _head(self, status: int, variant: Variant) -> bytes:
        """Status line and headers; made once a second, when the server's date is another."""
        if variant.dated is not self.server_state.default_headers:
            variant.head = self._start(status) + variant.rest
            variant.dated = self.server_state.default_headers
        return variant.head

    def _start(self, status: int) -> bytes:
        return STATUS_LINE[status] + lines(self.server_state.default_headers)

    def _site(self, asked: dict[bytes, bytes]) -> bytes:
        host = asked.get(b"host", b"")
        return self.memory.sites.get(host.lower().partition(b":")[0], b"")

    def _go_on(self) -> None:
        """Do what uvicorn would have done from the beginning of this request."""
        url, headers = self.url, self.headers
        super().on_message_begin()
        self.url = url
        for name, value in headers:
            super().on_header(name, value)
        super().on_headers_complete()

    def on_body(self, body: bytes) -> None:
        """Pass on a body, which a request that was answered at once does not have."""
        if not self._was_answered:
            super().on_body(body)

    def on_message_complete(self) -> None:
        """A request ends."""
        if self._was_answered:
            self._was_answered = False
        else:
            super().on_message_complete()


def protocol_for(memory: Memory) -> type[EdgeProtocol]:
    """The protocol class that answers from this memory."""
    attributes: dict[str, Any] = {"memory": memory}
    return type("EdgeProtocolOfOneWorker", (EdgeProtocol,), attributes)
