"""Tells the CDN what to forget once this node gives the new pages; what is not acknowledged is told again."""

import logging
import time
from collections.abc import Callable

from stoppress.kit.safe_fetch import BadAnswer, FetchError, send
from stoppress.press.cdn.purges import Cdn, header_tag, purges
from stoppress.press.shelf import Shelf, ShelfError

logger = logging.getLogger(__name__)
#: Seconds between looks into the shelf's index; a look takes microseconds.
LOOK_EVERY = 0.05
#: Seconds before what was not acknowledged is told again: the first time, and at most.
FIRST_PAUSE, LONGEST_PAUSE = 0.5, 60.0
#: Seconds between notes of how far it is when there was nothing to tell.
NOTE_EVERY = 60.0


class Teller:
    """Follows the purges of one shelf. Its place is kept in the shelf's own index: a new shelf tells all anew."""

    def __init__(self, shelf: Shelf, cdn: Cdn) -> None:
        self._shelf = shelf
        self._cdn = cdn
        self._place: int | None = None
        self._noted_at = time.monotonic()
        #: Numbers and tags that were acknowledged although earlier ones still wait for their pages.
        self._told: set[tuple[int, str]] = set()

    def follow(self, stop: Callable[[], bool]) -> None:
        """Run until `stop()` says so."""
        pause = FIRST_PAUSE
        while not stop():
            try:
                self.tell()
                pause = FIRST_PAUSE
                time.sleep(LOOK_EVERY)
            except (FetchError, ShelfError) as error:
                logger.error("The CDN was not told; trying again in %g s: %s", pause, error)
                _sleep(pause, stop)
                pause = min(pause * 2, LONGEST_PAUSE)

    def tell(self) -> int:
        """Tell what there is to tell; returns how many tags. Raises `FetchError` when one is not acknowledged."""
        asked = self._shelf.to_forget(self._place)
        ready = {(one.number, one.tag) for one in asked.purged if one.is_done} - self._told
        by_name: dict[str, set[tuple[int, str]]] = {}
        for one in sorted(ready):
            by_name.setdefault(header_tag(one[1]), set()).add(one)
        for purge, names in purges(list(by_name), self._cdn):
            answer = send(self._cdn.url, method=purge.method, headers=purge.headers, body=purge.body, inside=self._cdn.inside)
            if not purge.succeeded(answer.body):
                raise BadAnswer(f"It answered {answer.body[:200]!r}.")
            for name in names:
                self._told |= by_name[name]
        waiting = [one.number for one in asked.purged if (one.number, one.tag) not in self._told]
        self._move_to(min(waiting) - 1 if waiting else max([asked.number, *(one.number for one in asked.purged)]), bool(ready))
        return len(ready)

    def _move_to(self, place: int, has_told: bool) -> None:
        moved = place != self._place
        self._place = place
        if moved and (has_told or time.monotonic() - self._noted_at > NOTE_EVERY):
            self._shelf.forgotten(place)
            self._noted_at = time.monotonic()
        self._told = {one for one in self._told if one[0] > place}


def _sleep(seconds: float, stop: Callable[[], bool]) -> None:
    end = time.monotonic() + seconds
    while time.monotonic() < end and not stop():
        time.sleep(0.05)
