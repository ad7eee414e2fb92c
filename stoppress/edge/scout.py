"""Reads a request that came whole and alone in one packet, as nearly all do, at the least cost."""

from functools import lru_cache

import httptools

#: What makes a request one for the ordinary way.
_UNUSUAL = frozenset((b"content-length", b"transfer-encoding", b"expect", b"upgrade", b"http2-settings"))
_END = b"\r\n\r\n"
_VERSION = b" HTTP/1.1\r\n"
_COOKIES = (b"\r\nCookie: ", b"\r\ncookie: ")
#: What may stand in a target and in a header's value; whatever is left of one without these is unusual.
_OF_TARGETS = bytes(range(0x21, 0x7F))
_OF_VALUES = b"\t" + bytes(range(0x20, 0x7F)) + bytes(range(0x80, 0x100))
#: How many spellings of headers are remembered, and how long one may be.
_MOST_KNOWN = 2000
_LONGEST_KNOWN = 1500

#: Accept-Encoding, If-None-Match, If-Modified-Since and Host.
Said = tuple[bytes | None, bytes | None, bytes | None, bytes | None]
#: Whether it is a HEAD, the path without its query, what the headers say, and whether others may send the same bytes.
Asked = tuple[bool, bytes, Said, bool]


class Scout:
    """A parser of its own, shared by the connections of a worker: it begins and ends with each packet.

    Readers with the same browser who want the same page send the same headers, but for their cookies,
    which no page depends on. What such a block of headers says is remembered; only new ones are
    parsed. Whatever is not as usual is left to the connection's own parser.
    """

    def __init__(self) -> None:
        self._known: dict[bytes, Said] = {}
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
            is_head, begin = False, 4
        elif data.startswith(b"HEAD /"):
            is_head, begin = True, 5
        else:
            return None
        end = data.find(_VERSION)
        target = data[begin:end]
        if end < 0 or not data.endswith(_END) or target.translate(None, _OF_TARGETS):
            return None
        sent = data[end:]
        block = _without_cookie(sent)
        said = self._known.get(block)
        if said is None:
            said = self._parsed(data, target)
            if said is None:
                return None
            self._remember(block, said)
        return is_head, target.partition(b"?")[0] if b"?" in target else target, said, block is sent

    def _parsed(self, data: bytes, target: bytes) -> Said | None:
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
            or targets != [target]
            or data.count(b"\n") != len(found) + 2
            or found.get(names[4], b"keep-alive").lower() != b"keep-alive"
        ):
            self._begin()  # it may be in the midst of something
            return None
        return found.get(names[0]), found.get(names[1]), found.get(names[2]), found.get(names[3])

    def _remember(self, block: bytes, said: Said) -> None:
        # A cookie in a spelling of its own is one reader's, and not worth the room.
        if len(block) > _LONGEST_KNOWN or b"\r\ncookie:" in block.lower():
            return
        if len(self._known) >= _MOST_KNOWN:
            self._known.clear()  # those that matter are back with their next request
        self._known[block] = said


def _without_cookie(block: bytes) -> bytes:
    """The headers without the line of cookies; with it when there is something odd about it."""
    for name in _COOKIES:
        begin = block.find(name)
        if begin >= 0:
            end = block.find(b"\r\n", begin + 2)
            is_odd = block[begin + 2 : end].translate(None, _OF_VALUES)
            return block if is_odd else block[:begin] + block[end:]
    return block


@lru_cache(maxsize=1024)
def _names(sent: tuple[bytes, ...]) -> tuple[bytes | None, ...] | None:
    """How a reader spells the headers that matter, None for those not sent; None when one is unusual."""
    spelt = {name.lower(): name for name in sent}
    if len(spelt) != len(sent) or not _UNUSUAL.isdisjoint(spelt):
        return None
    wanted = (b"accept-encoding", b"if-none-match", b"if-modified-since", b"host", b"connection")
    return tuple(spelt.get(name) for name in wanted)
