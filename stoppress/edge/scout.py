"""Reads a request that came whole and alone in one packet, as nearly all do, at the least cost."""

from functools import lru_cache

import httptools

#: What makes a request one for the ordinary way.
_UNUSUAL = frozenset((b"content-length", b"transfer-encoding", b"expect", b"upgrade", b"http2-settings"))
_END = b"\r\n\r\n"
_VERSION = b" HTTP/1.1\r\n"

#: Method, path without its query, and Accept-Encoding, If-None-Match, If-Modified-Since and Host.
Asked = tuple[bytes, bytes, bytes | None, bytes | None, bytes | None, bytes | None]


class Scout:
    """A parser of its own, shared by the connections of a worker: it begins and ends with each packet.

    What the parser finds goes into a list and a dict by their own methods, without a Python call for
    each header. Whatever is not as usual is left to the connection's own parser.
    """

    def __init__(self) -> None:
        self._begin()

    def _begin(self) -> None:
        self._targets: list[bytes] = []
        self._found: dict[bytes | None, bytes] = {}
        # The names that httptools calls; `setdefault` because it is the fastest of a dict's methods.
        self.on_url = self._targets.append
        self.on_header = self._found.setdefault
        self._parser = httptools.HttpRequestParser(self)

    def read(self, data: bytes) -> Asked | None:
        """What a packet asks for; None for anything unusual.

        That is a body, a repeated header, an upgrade, another version, a connection to be closed,
        more than one request, or only a part of one.
        """
        if data.startswith(b"GET /"):
            method = b"GET"
        elif data.startswith(b"HEAD /"):
            method = b"HEAD"
        else:
            return None
        if not data.endswith(_END):
            return None
        targets, found = self._targets, self._found
        targets.clear()
        found.clear()
        try:
            self._parser.feed_data(data)
        except (httptools.HttpParserError, httptools.HttpParserUpgrade):
            self._begin()
            return None
        names = _names(tuple(found))
        if (
            names is None
            or len(targets) != 1
            or data.count(b"\n") != len(found) + 2
            or not data.startswith(_VERSION, len(method) + 1 + len(targets[0]))
            or found.get(names[4], b"keep-alive").lower() != b"keep-alive"
        ):
            self._begin()  # it may be in the midst of something
            return None
        path = targets[0].partition(b"?")[0]
        return method, path, found.get(names[0]), found.get(names[1]), found.get(names[2]), found.get(names[3])


@lru_cache(maxsize=1024)
def _names(sent: tuple[bytes, ...]) -> tuple[bytes | None, ...] | None:
    """How a reader spells the headers that matter, None for those not sent; None when one is unusual."""
    spelt = {name.lower(): name for name in sent}
    if len(spelt) != len(sent) or not _UNUSUAL.isdisjoint(spelt):
        return None
    wanted = (b"accept-encoding", b"if-none-match", b"if-modified-since", b"host", b"connection")
    return tuple(spelt.get(name) for name in wanted)
