"""Connections to one network address, within one span of time."""

import ssl
import time
from collections.abc import Iterable
from typing import Any

import httpcore


class Pinned(httpcore.NetworkBackend):
    """Connects to one address whatever it is asked for, and to nothing after `until`."""

    def __init__(self, network: httpcore.NetworkBackend, address: str, until: float) -> None:
        self._network, self._address, self._until = network, address, until

    def connect_tcp(
        self, host: str, port: int, timeout: float | None = None, local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.NetworkStream:  # fmt: skip
        return Timed(self._network.connect_tcp(self._address, port, timeout=_left(self._until)), self._until)


class Timed(httpcore.NetworkStream):
    """A stream whose every step gets only what is left of the whole time, so that dripping does not help."""

    def __init__(self, stream: httpcore.NetworkStream, until: float) -> None:
        self._stream, self._until = stream, until

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        return self._stream.read(max_bytes, timeout=_left(self._until))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._stream.write(buffer, timeout=_left(self._until))

    def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore.NetworkStream:
        secured = self._stream.start_tls(ssl_context, server_hostname, timeout=_left(self._until))
        return Timed(secured, self._until)

    def close(self) -> None:
        self._stream.close()

    def get_extra_info(self, info: str) -> Any:
        return self._stream.get_extra_info(info)


def _left(until: float) -> float:
    left = until - time.monotonic()
    if left <= 0:
        raise httpcore.ReadTimeout("The time is up.")
    return left
