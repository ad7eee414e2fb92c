"""How many read along: approximate numbers for chats, discussions and live stories, over all workers of this machine.

Each worker leaves its own numbers in a file of its own and reads the others'; they hold channels and counts, nothing of anybody.
"""

import contextlib
import json
import os
import secrets
import time
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

from stoppress.edge.live.stream import Parcel

#: Seconds between two counts, which is as often as anybody is told; and how long another worker's numbers hold.
EVERY, FRESH = 10.0, 25.0
#: What is counted, and from how many on it is told: nobody is to see that they are alone.
COUNTED, LEAST = frozenset(("chat", "talk", "story")), 5
#: Streams of one address that count on a channel, so that one machine does not make a crowd; channels that a worker tells of.
MOST_OF_ONE, MOST = 10, 1000


class Presence:
    """What is known of how many read along."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._own = f"{os.getpid()}-{secrets.token_hex(4)}"
        #: What was told last on each channel; channels with fewer than `LEAST` are not among them.
        self.told: dict[str, int] = {}

    def share(self, own: dict[str, int]) -> dict[str, int]:
        """Leave this worker's numbers and take the others' in; returns what is to be told anew, 0 for what is few by now."""
        total = Counter(own)
        with contextlib.suppress(OSError):  # a full disk: the own numbers must do
            self._leave(dict(Counter(own).most_common(MOST)))
            for others in self._of_others():
                total.update(others)
        now = {channel: approximate(count) for channel, count in total.items() if count >= LEAST and channel in own}
        changes = {channel: number for channel, number in now.items() if self.told.get(channel) != number}
        changes |= {channel: 0 for channel in self.told if channel not in now}
        self.told = now
        return changes

    def leave(self) -> None:
        """This worker ends; its readers are no longer counted."""
        (self._folder / self._own).unlink(missing_ok=True)

    def _leave(self, own: dict[str, int]) -> None:
        self._folder.mkdir(parents=True, exist_ok=True)
        beside = self._folder / f".{self._own}"
        beside.write_text(json.dumps(own))
        beside.rename(self._folder / self._own)

    def _of_others(self) -> Iterable[dict[str, int]]:
        for path in self._folder.iterdir():
            with contextlib.suppress(OSError, ValueError):
                age = time.time() - path.stat().st_mtime
                if age > 4 * FRESH:
                    path.unlink(missing_ok=True)
                elif age <= FRESH and path.name != self._own and not path.name.startswith("."):
                    yield {str(channel): int(count) for channel, count in json.loads(path.read_text()).items()}


def approximate(count: int) -> int:
    """A number as it is told: exact below twenty, from there on with two figures."""
    step = 1 if count < 20 else 10 ** (len(str(count)) - 2)
    return round(count / step) * step


def counted(whose: Iterable[bytes]) -> int:
    """How many readers streams stand for, given whose each is."""
    return sum(min(count, MOST_OF_ONE) for count in Counter(whose).values())


def said(channel: str, number: int) -> Parcel:
    """A number as a stream is told it. It has no place: whoever misses it hears the next."""
    return Parcel(b'event: present\ndata: {"channel":"%s","number":%d}\n\n' % (channel.encode(), number))
