"""How many bytes the shelf takes: counted beside the work now and then, for there may be a million files."""

import os
import threading
import time
from pathlib import Path

#: Seconds between the end of one count and the next.
EVERY = 600.0


def bytes_below(folder: Path) -> int:
    """Bytes of all files below a folder; files that vanish meanwhile are no matter."""
    total = 0
    for root, _, names in os.walk(folder):
        for name in names:
            try:
                total += os.lstat(os.path.join(root, name)).st_size
            except FileNotFoundError:
                continue
    return total


class Measure:
    """The last count of a folder's bytes, renewed by a thread of its own."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._size: int | None = None
        self._next = 0.0
        self._thread: threading.Thread | None = None

    def size(self) -> int | None:
        """The bytes at the last count; None until the first is done."""
        is_counting = self._thread is not None and self._thread.is_alive()
        if time.monotonic() >= self._next and not is_counting:
            self._next = time.monotonic() + EVERY
            self._thread = threading.Thread(target=self._count, name="shelf-size", daemon=True)
            self._thread.start()
            self._thread.join(0.05)  # a small shelf is counted at once
        return self._size

    def _count(self) -> None:
        self._size = bytes_below(self._folder)
        self._next = time.monotonic() + EVERY
