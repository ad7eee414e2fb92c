"""What a worker counts of its readers and their live streams, kept with what the others count."""

from pathlib import Path

from stoppress.edge.live.hub import Hub
from stoppress.edge.memory import Memory
from stoppress.kit.tally import Tally, totals, totals_of_living

#: Requests for pages answered without printing, those among them that were a 304, and those that took a print.
NAMES = ("hits", "unchanged", "misses")
#: Streams that are open now; those that were opened, those that were refused, and how often a stream was told something new.
STREAM_NAMES = ("open", "opened", "refused", "told")
FOLDER = "counts"


class Counts:
    """Carries over what the memory has counted: once a second, so that a hit only adds one to a number."""

    def __init__(self, home: Path, memory: Memory, hub: Hub) -> None:
        self._memory, self._hub = memory, hub
        self._told = dict.fromkeys((*NAMES, *STREAM_NAMES), 0)
        try:
            self._tally: Tally | None = Tally(home / FOLDER, NAMES)
            self._streams: Tally | None = Tally(home / FOLDER, STREAM_NAMES)
        except OSError:  # a full disk: readers matter more than counts
            self._tally = self._streams = None

    def carry_over(self) -> None:
        """Bring the common counts up to date."""
        if self._tally is None or self._streams is None:
            return
        for name in NAMES:
            self._carry(self._tally, name, getattr(self._memory, name))
        self._streams.show("open", self._hub.bounds.count)
        for name in STREAM_NAMES[1:]:
            self._carry(self._streams, name, getattr(self._hub, name))

    def _carry(self, tally: Tally, name: str, counted: int) -> None:
        if counted != self._told[name]:
            tally.add(name, counted - self._told[name])
            self._told[name] = counted


def of_all_workers(home: Path) -> dict[str, int]:
    """What all workers of this machine have counted since its home was made."""
    return totals(home / FOLDER, NAMES)


def of_all_streams(home: Path) -> dict[str, int]:
    """The streams of this machine: how many are open now, and what was counted of all since its home was made."""
    open_now = totals_of_living(home / FOLDER, STREAM_NAMES)["open"]
    return {**totals(home / FOLDER, STREAM_NAMES), "open": open_now}


def hit_ratio(counts: dict[str, int]) -> float | None:
    """The share of requests for pages that needed no printing; None before the first."""
    asked = counts["hits"] + counts["misses"]
    return counts["hits"] / asked if asked else None
