"""Looking at pages as cheaply as can be, so that what is measured is the server and not the one who looks."""

import re
import socket
import time
from collections.abc import Callable
from urllib.parse import urlsplit

#: Seconds between two looks at a page: the resolution of what is measured.
LOOK = 0.01
_SIZE = re.compile(rb"\r\ncontent-length: *(\d+)", re.IGNORECASE)
_TAG = re.compile(rb'\r\netag: *("[^"]*")', re.IGNORECASE)


class Looker:
    """Somebody who looks at one page again and again over one connection, asking only for what is new."""

    def __init__(self, url: str, page: str) -> None:
        at = urlsplit(url)
        self.page = page
        self._begin = f"GET {page} HTTP/1.1\r\nHost: {at.netloc}\r\n".encode()
        self._ask = self._begin + b"\r\n"
        self._tag = b""
        self._line = socket.create_connection((at.hostname, at.port), timeout=60)
        self._line.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)

    def look(self) -> bytes:
        """The page as it is now; nothing when it is not there or is what it was at the last look."""
        self._line.sendall(self._ask)
        got = self._line.recv(65_536)
        while (end := got.find(b"\r\n\r\n")) < 0:
            got += self._more()
        if got.startswith(b"HTTP/1.1 304"):
            return b""
        head = got[: end + 2]
        size = _SIZE.search(head)
        whole = end + 4 + (int(size[1]) if size else 0)
        while len(got) < whole:
            got += self._more()
        tag = _TAG.search(head)
        if tag and tag[1] != self._tag:
            self._tag = tag[1]
            self._ask = self._begin + b"If-None-Match: " + tag[1] + b"\r\n\r\n"
        return got[end + 4 :] if head.startswith(b"HTTP/1.1 200") else b""

    def until(self, has_come: Callable[[bytes], bool], seconds: float = 60) -> float:
        """The moment at which `has_come` is true of the page."""
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            if (page := self.look()) and has_come(page):
                return time.monotonic()
            time.sleep(LOOK)
        raise TimeoutError(f"{self.page} is not what it should be after {seconds:g} s")

    def close(self) -> None:
        """Look no more."""
        self._line.close()

    def _more(self) -> bytes:
        got = self._line.recv(262_144)
        if not got:
            raise ConnectionError(f"The server hung up while {self.page} was read")
        return got


def see(url: str, page: str, headline: str, seconds: float = 20) -> float:
    """The moment at which a page shows a headline to somebody who has not seen it before."""
    looker = Looker(url, page)
    try:
        return looker.until(lambda body: headline.encode() in body, seconds)
    finally:
        looker.close()
