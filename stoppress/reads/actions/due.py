"""What the clock does about reads: takes in what was counted, ranks, forgets."""

import time
from pathlib import Path

from stoppress.reads.actions import counting, ranking

#: Seconds between looks for what was counted, between rankings, and between times of thinning out.
COUNT_EVERY, RANK_EVERY, FORGET_EVERY = 10.0, 30.0, 3600.0
_next = {"count": 0.0, "rank": 0.0, "forget": 0.0}


def run_due(folder: Path) -> None:
    """Do what is due; called every second, it mostly does nothing at all. `folder` is where the edge writes reads down."""
    now = time.monotonic()
    if now >= _next["count"]:
        _next["count"] = now + COUNT_EVERY
        counting.take_in(folder)
    if now >= _next["rank"]:
        _next["rank"] = now + RANK_EVERY
        ranking.rank()
    if now >= _next["forget"]:
        _next["forget"] = now + FORGET_EVERY
        counting.forget()
