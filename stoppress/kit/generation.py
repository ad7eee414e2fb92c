"""A number in a small file that all processes share, to see at no cost whether something has changed."""

import mmap
import os
from pathlib import Path

_SIZE = 8


class Generation:
    """Eight bytes of a file, mapped into memory: reading them costs no system call.

    The number shown is that of the last change of something kept elsewhere. It may fall behind when a process
    dies between its commit and `show`, so whoever relies on it also looks there from time to time.
    """

    def __init__(self, path: Path) -> None:
        descriptor = os.open(path, os.O_RDWR | os.O_CREAT, 0o644)
        try:
            if os.fstat(descriptor).st_size < _SIZE:
                os.ftruncate(descriptor, _SIZE)
            self._map = mmap.mmap(descriptor, _SIZE)
        finally:
            os.close(descriptor)
        #: The number is `view[0]`; one aligned word, so it is read and written whole.
        self.view = memoryview(self._map).cast("Q")

    @property
    def number(self) -> int:
        """The number shown now."""
        return self.view[0]

    def show(self, number: int) -> None:
        """Show the number of a committed change to every process."""
        # Two processes may show theirs in the other order. Whoever compares sees a difference all the
        # same, because each number is shown once, after its commit.
        self.view[0] = number

    def close(self) -> None:
        """Let go of the file."""
        self.view.release()
        self._map.close()
