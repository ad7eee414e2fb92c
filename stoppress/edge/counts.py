"""What a worker counts of its readers, kept with what the others count."""

from pathlib import Path

from stoppress.edge.memory import Memory
from stoppress.kit.tally import Tally, totals

#: Requests for pages answered without printing, those among them that were a 304, and those that took a print.
NAMES = ("hits", "unchanged", "misses")
FOLDER = "counts"


class Counts:
    """Carries over what the memory has counted: once a second, so that a hit only adds one to a number."""

    def __init__(self, home: Path, memory: Memory) -> None:
        self._memory = memory
        self._told = dict.fromkeys(NAMES, 0)
        try:
            self._tally: Tally | None = Tally(home / FOLDER, NAMES)
        except OSError:  # a full disk: readers matter more than counts
            self._tally = None

    def carry_over(self) -> None:
        """Bring the common counts up to date."""
        if self._tally is None:
            return
        for name in NAMES:
            counted: int = getattr(self._memory, name)
            if counted != self._told[name]:
                self._tally.add(name, counted - self._told[name])
                self._told[name] = counted


def of_all_workers(home: Path) -> dict[str, int]:
    """What all workers of this machine have counted since its home was made."""
    return totals(home / FOLDER, NAMES)


def hit_ratio(counts: dict[str, int]) -> float | None:
    """The share of requests for pages that needed no printing; None before the first."""
    asked = counts["hits"] + counts["misses"]
    return counts["hits"] / asked if asked else None
