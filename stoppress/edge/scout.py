"""Reads a request that came whole and alone in one packet, as nearly all do, at the least cost."""

import httptools

#: What makes a request one for the ordinary way.
_UNUSUAL = frozenset((b"content-length", b"transfer-encoding", b"expect", b"upgrade", b"http2-settings"))
_END = b"\r\n\r\n"
_VERSION = b" HTTP/1.1\r\n"


class Scout:
    """A parser of its own, shared by the connections of a worker: it begins and ends with each packet.

    What the parser finds goes into a list and a dict by their own methods, without a Python call for
    each header. Whatever is not as usual is left to the connection's own parser.
    """

    def __init__(self) -> None:
        self._begin()

    def _begin(self) -> None:
        self._targets: list[bytes] = []
        self._found: dict[bytes, bytes] = {}
        # The names that httptools calls.
        self.on_url = self._targets.append
        self.on_header = self._found.__setitem__
        self._parser = httptools.HttpRequestParser(self)

    def read(self, data: bytes) -> tuple[bytes, bytes, dict[bytes, bytes]] | None:
        """Method, path without its query, and headers in lower case; None for anything unusual.

        That is a body, a repeated header, an upgrade, another version, a connection to be closed,
        more than one request, or only a part of one.
        """
        method = b"GET" if data.startswith(b"GET /") else b"HEAD"
        if not data.endswith(_END) or not data.startswith((b"GET /", b"HEAD /")):
            return None
        targets, found = self._targets, self._found
        targets.clear()
        found.clear()
        try:
            self._parser.feed_data(data)
        except (httptools.HttpParserError, httptools.HttpParserUpgrade):
            self._begin()
            return None
        asked = {name.lower(): value for name, value in found.items()}
        if (
            len(targets) != 1
            or data.count(b"\r\n") != len(asked) + 2
            or not _UNUSUAL.isdisjoint(asked)
            or asked.get(b"connection", b"keep-alive").lower() != b"keep-alive"
            or not data.startswith(_VERSION, len(method) + 1 + len(targets[0]))
        ):
            self._begin()  # it may be in the midst of something
            return None
        return method, targets[0].partition(b"?")[0], asked
