"""How many streams there are, and how many of them one reader has."""

import ipaddress
import resource
from collections import Counter

#: Open files that a worker needs beside its streams: pages, sockets, the spool.
_FILES_BESIDE = 500


class Bounds:
    """Counts streams; addresses of version 6 count by their /64, which is what one reader has."""

    def __init__(self, most: int, most_of_one: int) -> None:
        # The hard bound: a worker raises its own to that.
        allowed = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
        self._most = most if allowed == resource.RLIM_INFINITY else max(1, min(most, allowed - _FILES_BESIDE))
        self._most_of_one = most_of_one
        self._of: Counter[bytes] = Counter()
        self.count = 0

    def has_room(self, whose: bytes) -> bool:
        """Whether there may be one more stream of this reader."""
        return self.count < self._most and self._of[whose] < self._most_of_one

    def add(self, whose: bytes) -> None:
        """One more."""
        self.count += 1
        self._of[whose] += 1

    def remove(self, whose: bytes) -> None:
        """One less."""
        self.count -= 1
        self._of[whose] -= 1
        if not self._of[whose]:
            del self._of[whose]


def reader_of(address: str | None) -> bytes:
    """Whom an address counts for."""
    try:
        found = ipaddress.ip_address((address or "").partition("%")[0])
    except ValueError:
        return b""
    mapped = getattr(found, "ipv4_mapped", None)
    return (mapped or found).packed[:8]
