"""The files that pages have left, each written anew for the next print of its page instead of being removed and made again."""

import fcntl
import os
import signal
import threading
import time
from pathlib import Path

#: As many files are kept, and for so many seconds: a sweep leaves alone what is younger than a minute.
MOST, LASTS = 60, 30.0
#: Whether the system tells who else has a file open; Linux does.
_HAS_LEASES = hasattr(fcntl, "F_SETLEASE")


class Spares:
    """Spent files under names that nobody looks for, by the place they were at. Any number of threads may use them at once.

    To make and remove a file takes longer than to fill one again, and some disks look over all that were removed in the
    last minutes before they make another. A file serves the same place only: should the power fail before the disk has
    noted that two files changed places, what lies there is of that very page, and mended like any torn page.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._process = os.getpid()
        self._kept: dict[Path, tuple[float, Path]] = {}

    def keep(self, place: Path, spent: Path) -> None:
        """Keep what was at `place` and is called `spent` now; the oldest goes when there are enough."""
        with self._lock:
            kept = self._mine()
            gone = [kept.pop(place, None)]
            kept[place] = time.monotonic(), spent
            if len(kept) > MOST:
                gone.append(kept.pop(next(iter(kept))))
        for _, path in filter(None, gone):
            path.unlink(missing_ok=True)

    def take(self, place: Path) -> tuple[int, Path] | None:
        """A file that was at `place`, open for writing, with its name; None when there is none that is free."""
        with self._lock:
            since, path = self._mine().pop(place, (0.0, None))
        if path is None:
            return None
        if time.monotonic() - since < LASTS and (descriptor := _opened(path)) is not None:
            return descriptor, path
        path.unlink(missing_ok=True)
        return None

    def clear(self) -> None:
        """Remove all that is kept."""
        with self._lock:
            gone = [path for _, path in self._mine().values()]
            self._kept = {}
        for path in gone:
            path.unlink(missing_ok=True)

    def _mine(self) -> dict[Path, tuple[float, Path]]:
        """What this process keeps; what came along through a fork is the other's."""
        if os.getpid() != self._process:
            self._process, self._kept = os.getpid(), {}
        return self._kept


def _opened(path: Path) -> int | None:
    """The file, unless it is gone, has another name too, or somebody has it open: whoever began to read it gets all of it.

    The kernel gives a lease for writing (fcntl(2), F_SETLEASE) to the only one who has a file open.
    """
    try:
        descriptor = os.open(path, os.O_WRONLY)
    except OSError:
        return None
    try:
        if _HAS_LEASES and os.fstat(descriptor).st_nlink == 1:
            fcntl.fcntl(descriptor, fcntl.F_SETSIG, signal.SIGURG)  # if somebody opens it just now: one that ends no process
            fcntl.fcntl(descriptor, fcntl.F_SETLEASE, fcntl.F_WRLCK)
            fcntl.fcntl(descriptor, fcntl.F_SETLEASE, fcntl.F_UNLCK)
            return descriptor
    except OSError:  # or a disk that knows no leases
        pass
    os.close(descriptor)
    return None
