"""Holds the children of `stoppress run` back from the database until it has been brought up to date."""

import os

#: Names the end of a pipe that the children read; the other end is closed when all is ready.
_NAME = "STOPPRESS_GATE"


class Gate:
    """Closed when made; children that get `fd` pass once it is opened."""

    def __init__(self) -> None:
        self.fd, self._held = os.pipe()
        os.environ[_NAME] = str(self.fd)

    def open(self) -> None:
        """Let everyone pass, those too who come later."""
        os.close(self._held)


def wait() -> None:
    """Wait until the gate is open; returns at once in a process that has none."""
    fd = os.environ.pop(_NAME, "")
    if fd:
        os.read(int(fd), 1)
