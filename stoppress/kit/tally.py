"""Counters that several processes keep together: numbers in small files, one file a process, summed by whoever looks."""

import fcntl
import hashlib
import mmap
import os
import struct
import threading
from collections.abc import Sequence
from pathlib import Path

_WORD = 8


class Tally:
    """This process's own counters by name, which go on where a process before it ended.

    A process takes the first file that no living one holds, so there are as many files as there were
    ever processes at once. Counting is an addition in mapped memory and never touches the disk.
    """

    def __init__(self, folder: Path, names: Sequence[str]) -> None:
        """Take a file in `folder`, which is made when it is not there. Raises OSError."""
        self._places = {name: number for number, name in enumerate(names)}
        self._lock = threading.Lock()
        folder.mkdir(parents=True, exist_ok=True)
        self._descriptor = _own_file(folder, _prefix(names))
        size = _WORD * len(names)
        if os.fstat(self._descriptor).st_size < size:
            # Written, not only made longer: a mapped page that a full disk has no room for would end the process.
            os.pwrite(self._descriptor, bytes(size), 0)
        self._map = mmap.mmap(self._descriptor, size)
        self._words = memoryview(self._map).cast("Q")

    def add(self, name: str, count: int = 1) -> None:
        """Count; from any thread."""
        with self._lock:
            self._words[self._places[name]] += count

    def show(self, name: str, number: int) -> None:
        """Let a counter say how many there are now; `totals_of_living` then leaves out processes that have ended."""
        with self._lock:
            self._words[self._places[name]] = number

    def close(self) -> None:
        """Let go of the file; the next process that asks goes on with it."""
        self._words.release()
        self._map.close()
        os.close(self._descriptor)


def totals(folder: Path, names: Sequence[str]) -> dict[str, int]:
    """What all processes have counted together, by name."""
    return _sums(folder, names, only_living=False)


def totals_of_living(folder: Path, names: Sequence[str]) -> dict[str, int]:
    """The same of the processes that are alive."""
    return _sums(folder, names, only_living=True)


def _sums(folder: Path, names: Sequence[str], *, only_living: bool) -> dict[str, int]:
    sums = [0] * len(names)
    for path in folder.glob(f"{_prefix(names)}-*"):
        if only_living and not _is_held(path):
            continue
        words = path.read_bytes()
        if len(words) >= _WORD * len(names):
            found = struct.unpack(f"={len(names)}Q", words[: _WORD * len(names)])
            sums = [a + b for a, b in zip(sums, found, strict=True)]
    return dict(zip(names, sums, strict=True))


def _prefix(names: Sequence[str]) -> str:
    """Part of the files' names, so that another version's counters are not taken for ours."""
    return hashlib.sha256("\n".join(names).encode()).hexdigest()[:12]


def _is_held(path: Path) -> bool:
    """Whether a living process holds the file."""
    descriptor = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    finally:
        os.close(descriptor)
    return False


def _own_file(folder: Path, prefix: str) -> int:
    """The first file that no other process holds, held until this one ends."""
    number = 0
    while True:
        number += 1
        descriptor = os.open(folder / f"{prefix}-{number}", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o644)
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            os.close(descriptor)
            continue
        return descriptor
