"""How much processor time each of a newsroom's processes takes, and how much the host gives away, as the kernel counts it."""

import os
from collections import Counter
from pathlib import Path

#: What names a process: a piece of its command line.
_NAMES = {"conf.web:application": "edge", "conf.newsroom:application": "newsroom", "press": "press"}
_TICKS = os.sysconf("SC_CLK_TCK")


def spent(parent: int) -> Counter[str]:
    """Seconds of processor time so far of the children of `stoppress run` (by what they are) and of this process (`bench`)."""
    found: Counter[str] = Counter()
    for number in Path(f"/proc/{parent}/task/{parent}/children").read_text().split():
        words = Path(f"/proc/{number}/cmdline").read_bytes().decode().split("\0")
        name = next((name for piece, name in _NAMES.items() if any(w.endswith(piece) for w in words)), "other")
        found[name] += _seconds(int(number))
    found["bench"] = _seconds(os.getpid())
    return found


def lent() -> float:
    """Seconds of processor time so far that this machine wanted and its host gave to others (`steal` in proc(5))."""
    return int(Path("/proc/stat").read_text().split(maxsplit=9)[8]) / _TICKS


def _seconds(process: int) -> float:
    user, system = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[11:13]
    return (int(user) + int(system)) / _TICKS
