"""Sweeps the shelf bit by bit, whenever the press has nothing to print."""

import time
from collections.abc import Iterator

from stoppress.press.house import shelf
from stoppress.press.shelf import Swept

#: Seconds between the beginnings of two sweeps; the first comes a minute after the start.
EVERY, FIRST = 3600.0, 60.0
#: Seconds that the press may be kept from printing by it.
AT_ONCE = 0.02


class Broom:
    """A sweep that is under way, or when the next is due."""

    def __init__(self) -> None:
        self._next_at = time.monotonic() + FIRST
        self._steps: Iterator[Swept] = iter(())

    def sweep_a_little(self) -> None:
        """Go on with the sweep, or begin one when it is due. Raises what the shelf raises; the next one then begins anew."""
        now = time.monotonic()
        if now >= self._next_at:
            self._steps, self._next_at = shelf().sweeping(), now + EVERY
        for _ in self._steps:
            if time.monotonic() > now + AT_ONCE:
                return
