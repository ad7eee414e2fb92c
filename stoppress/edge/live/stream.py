"""One open stream: what it listens to, how far it is, and how bytes get to its reader."""

import asyncio
from typing import TYPE_CHECKING, Any

from stoppress.edge.live.asking import Asked

if TYPE_CHECKING:
    from stoppress.edge.live.hub import Hub

#: Bytes that may wait for a slow reader in this process before no more are handed over.
HIGH_WATER = 16 * 1024
_LAST = b"0\r\n\r\n"


class Parcel:
    """Bytes for readers, put together once: as they are, and as a chunk of HTTP/1.1 (RFC 9112, section 7.1)."""

    __slots__ = ("chunk", "plain")

    def __init__(self, plain: bytes) -> None:
        self.plain = plain
        self.chunk = b"%x\r\n%s\r\n" % (len(plain), plain)


class Stream(asyncio.Protocol):
    """A stream, without the way its bytes go."""

    __slots__ = ("at", "channels", "expires_at", "is_over", "is_paused", "slot", "subject", "until", "was_paused", "whose")

    def __init__(self, asked: Asked, whose: bytes) -> None:
        self.channels = asked.channels
        #: The place on the spool up to which it was told.
        self.at = 0
        self.whose = whose
        self.subject = asked.ticket.subject if asked.ticket else ""
        self.expires_at = asked.ticket.expires_at if asked.ticket else 0.0
        #: When it is to end and come back, by the loop's clock; and when its turn is to hear that all is well.
        self.until = 0.0
        self.slot = 0
        self.is_paused = self.was_paused = self.is_over = False

    def push(self, parcel: Parcel) -> None:
        """Hand over bytes for the reader."""
        raise NotImplementedError

    def end(self, parcel: Parcel) -> None:
        """Hand over the last bytes and close."""
        raise NotImplementedError

    def abort(self) -> None:
        """Close at once."""
        raise NotImplementedError


class DirectStream(Stream):
    """Writes to the transport itself. It takes the connection over from the protocol that read the request."""

    __slots__ = ("connections", "hub", "transport")

    def __init__(self, asked: Asked, whose: bytes, transport: asyncio.Transport, connections: set[Any], hub: "Hub") -> None:
        super().__init__(asked, whose)
        self.transport: asyncio.Transport | None = transport
        self.connections, self.hub = connections, hub

    def push(self, parcel: Parcel) -> None:
        if self.transport is not None:
            self.transport.write(parcel.chunk)

    def end(self, parcel: Parcel) -> None:
        if self.transport is not None and not self.is_over:
            self.is_over = True
            self.transport.write(parcel.chunk + _LAST)
            self.transport.close()

    def abort(self) -> None:
        if self.transport is not None:
            self.transport.abort()

    def shutdown(self) -> None:
        """uvicorn stops: the reader is to come back, to whoever is there then."""
        self.hub.is_stopping = True
        self.end(self.hub.farewell())

    def pause_writing(self) -> None:
        """The reader is slow: wait."""
        self.is_paused = True

    def resume_writing(self) -> None:
        """The reader has caught up."""
        self.is_paused = self.was_paused = False
        self.hub.send(self)

    def data_received(self, data: bytes) -> None:
        """Nothing more is expected of the reader, and nothing of it is kept."""

    def eof_received(self) -> None:
        """The reader will say nothing more; the transport closes."""

    def connection_lost(self, exc: Exception | None) -> None:
        """The reader has left."""
        self.connections.discard(self)
        self.transport = None
        self.is_over = True
        self.hub.forget(self)
