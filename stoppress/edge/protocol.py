"""uvicorn's HTTP protocol, answering what is ready in memory before a request becomes an ASGI scope.

It leans on attributes of uvicorn's class that are not promised (`cycle`, `flow`, `server_state`,
`timeout_keep_alive_task`), so uvicorn's version is pinned and tests/edge/test_protocol.py holds what
it relies on. Whatever is unusual about a request goes the ordinary way, as if this class were not there.
"""

import asyncio
from typing import Any

from uvicorn.middleware.proxy_headers import _TrustedHosts
from uvicorn.protocols.http.httptools_impl import STATUS_LINE, HttpToolsProtocol

from stoppress.edge.live.answers import Admitted, Live
from stoppress.edge.memory import Memory
from stoppress.edge.ready import SMALL, Reply, lines
from stoppress.edge.scout import Scout

#: Seconds between two looks at what a connection is doing.
PATROL = 5.0
#: Seconds that a reader may take to finish the headers of a request.
ASKING = 10.0
#: Bytes that the headers may have, beyond those that came with the first packet.
LONGEST_HEADERS = 64 * 1024
_STREAM = b"/live/?"
_TOO_LONG = b"HTTP/1.1 431 Request Header Fields Too Large\r\nconnection: close\r\ncontent-length: 0\r\n\r\n"


class EdgeProtocol(HttpToolsProtocol):
    """One connection. `memory`, `scout` and `live` are set by `protocol_for`."""

    memory: Memory
    scout: Scout
    live: Live

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Begin to watch over the connection."""
        super().connection_made(transport)
        self._is_plain = not self.access_log and not self.root_path
        #: Whether nothing but hits has been asked for on this connection so far.
        self._is_only_hits = self._is_plain
        self._is_asking = self._is_amid = False
        self._stream: Admitted | None = None
        self._asked = 0
        self._quiet = self._slow = 0.0
        self._patrol = self.loop.call_later(PATROL, self._look)

    def connection_lost(self, exc: Exception | None) -> None:
        """Stop watching."""
        self._patrol.cancel()
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        """Answer at once, or go the ordinary way.

        The same bytes as before get the same answer as before, as long as the second and the shelf are the same.
        """
        self._quiet = 0.0
        memory = self.memory
        reply = memory.replies.get(data)
        if (
            reply is not None
            and self._is_only_hits
            and memory.dated is self.server_state.default_headers
            and memory.view[0] == memory.shown
            and not self.flow.write_paused
        ):
            self._send(reply)
            return
        if self._may_answer() and self._answer(data):
            return
        was_asking = self._is_asking
        super().data_received(data)
        if self._stream:
            self._hand_over(self._stream)
        if was_asking and self._is_asking:
            self._asked += len(data)
            if self._asked > LONGEST_HEADERS and not self.transport.is_closing():
                self.transport.write(_TOO_LONG)
                self.transport.close()

    def _may_answer(self) -> bool:
        """Whether nothing is under way on this connection that must come first."""
        return (
            self._is_plain
            and not self._is_amid
            and (self.cycle is None or self.cycle.response_complete)
            and not self.flow.write_paused
            and not self.transport.is_closing()
        )

    def _answer(self, data: bytes) -> bool:
        asked = self.scout.read(data)
        if asked is None:
            return False
        is_head, path, (accepted, none_match, modified_since, host), is_usual = asked
        memory = self.memory
        if memory.is_stale():
            memory.refresh()
        found = memory.targets.get(memory.site(host) + path if memory.sites else path)
        if found is None or path.startswith(b"//"):
            return False
        if self.timeout_keep_alive_task is not None:
            self._unset_keepalive_if_required()
        variant, is_unchanged = found.answer(accepted, none_match, modified_since)
        if variant.dated is not self.server_state.default_headers:
            # Made once a second, when the server's date is another.
            variant.head = self._start(found.status) + variant.rest
            variant.head_unchanged = self._start(304) + variant.rest_unchanged
            variant.whole = variant.head + variant.body if len(variant.body) <= SMALL else b""
            variant.dated = self.server_state.default_headers
        reply = variant.reply(found, is_head=is_head, is_unchanged=is_unchanged)
        if is_usual:
            memory.remember(data, reply, variant.dated)
        self._send(reply)
        return True

    def _send(self, reply: Reply) -> None:
        found, sent, more, is_unchanged = reply
        found.hits += 1
        memory = self.memory
        memory.hits += found.is_page
        if is_unchanged:
            memory.unchanged += found.is_page
        if more:
            self.transport.writelines((sent, more))
        else:
            self.transport.write(sent)

    def _start(self, status: int) -> bytes:
        return STATUS_LINE[status] + lines(self.server_state.default_headers)

    def on_message_begin(self) -> None:
        """A request begins that goes the ordinary way."""
        if self._stream:  # a stream has no end after which another request could be answered
            self.transport.close()
            self._stream = None
        self._is_asking = self._is_amid = True
        self._is_only_hits = False
        self._asked, self._slow = 0, 0.0
        super().on_message_begin()

    def on_headers_complete(self) -> None:
        """Its headers are there."""
        self._is_asking = False
        if self.url.startswith(_STREAM) and self._may_be_stream():
            self._stream = self.live.admit(self.url, self.headers, self._reader())
        if not self._stream:
            super().on_headers_complete()

    def on_message_complete(self) -> None:
        """It is there, with its body."""
        self._is_amid = False
        if not self._stream:
            super().on_message_complete()

    def on_body(self, body: bytes) -> None:
        """A part of its body; a stream's request has none that matters."""
        if not self._stream:
            super().on_body(body)

    def _may_be_stream(self) -> bool:
        """Whether a stream may be written to this connection itself: nothing else is under way, and nothing is unusual."""
        return (
            self._is_plain
            and self.parser.get_method() == b"GET"
            and self.parser.get_http_version() == "1.1"
            and not self.parser.should_upgrade()
            and (self.cycle is None or self.cycle.response_complete)
        )

    def _hand_over(self, admitted: Admitted) -> None:
        """Give the connection to the stream that was asked for; from then on this object is done."""
        if self.transport.is_closing():
            return
        self._patrol.cancel()
        self.connections.discard(self)
        self.live.take_over(self.transport, admitted, self.connections, self._start(200))
        self.parser = None  # type: ignore[assignment]  # it holds this object, which would live as long as the stream

    def _reader(self) -> str | None:
        """The reader's address, by the word of a proxy that is trusted."""
        peer = self.client[0] if self.client else ""
        told = [value for name, value in self.headers if name == b"x-forwarded-for"]
        if told and self.config.proxy_headers:
            trusted = _TrustedHosts(self.config.forwarded_allow_ips or "")
            if peer in trusted:
                return trusted.get_trusted_client_address(b", ".join(told).decode("latin-1"))[0]
        return peer

    def _look(self) -> None:
        """Close a connection that is idle, or that sends a request slower than anyone real."""
        is_answering = self.cycle is not None and not self.cycle.response_complete
        is_busy = is_answering or self.transport.get_write_buffer_size() > 0
        self._quiet = 0.0 if is_busy else self._quiet + PATROL
        self._slow = self._slow + PATROL if self._is_asking and not is_busy else 0.0
        if self._quiet > self.timeout_keep_alive or self._slow > ASKING:
            self.transport.close()
        else:
            self._patrol = self.loop.call_later(PATROL, self._look)


def protocol_for(memory: Memory, live: Live) -> type[EdgeProtocol]:
    """The protocol class that answers from this memory and hands streams over to `live`."""
    attributes: dict[str, Any] = {"memory": memory, "scout": Scout(), "live": live}
    return type("EdgeProtocolOfOneWorker", (EdgeProtocol,), attributes)
