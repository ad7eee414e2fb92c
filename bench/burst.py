"""Bursts of publishes while readers read: hits beside their idle rate, and how soon every page is right.

    python -m bench.burst [--archive 1000] [--bursts 5] [--workers N] [--homes FOLDER]

Each burst is twenty stories in two seconds through the newsroom API, under 32 connections of wrk on a story's page; its hits
are held against those just before and just after it, over the same connections. After each burst the same is done with a calm of
the same length, in which nothing is published: what its ratio strays from one is this machine's doing. As many web workers
serve as by default.
The same clients look at the pages all the time, also while nothing is published. Also how much processor time each part took
while a burst lasted, this benchmark's own clients among them, for those of real readers are elsewhere, and how much the host
gave to other machines meanwhile.
"""

import argparse
import os
import re
import shutil
import statistics
import sys
import threading
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path

from bench.kept_load import KeptLoad
from bench.newsroom import Newsroom, served
from bench.processor import lent, spent
from bench.publish import PAGES, put_story
from bench.watching import LOOK, Looker, see

STORIES, SECONDS, CONNECTIONS = 20, 2.0, 32
WARM_UP = 8
#: Seconds after the reply at which somebody first asks for a story: whoever asks at once makes the newsroom print it, too.
FIRST_LOOK = 0.05
#: Seconds over which hits are counted, of which a burst takes two, and of rest after it.
IDLE, REST = 3.0, 2.0


def main() -> None:
    """Print both rates and the percentiles of each page."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--archive", type=int, default=1_000)
    parser.add_argument("--bursts", type=int, default=5)
    parser.add_argument("--workers", type=int, default=min(4, os.cpu_count() or 1))
    parser.add_argument("--homes", type=Path)
    asked = parser.parse_args()
    if missing := [name for name in ("wrk", "ss") if shutil.which(name) is None]:
        sys.exit(f"This benchmark needs {' and '.join(missing)}: apt install wrk iproute2.")
    with served(archive=asked.archive, workers=asked.workers, homes=asked.homes) as newsroom:
        _measure(newsroom, asked.bursts)


def _measure(newsroom: Newsroom, count: int) -> None:
    run = time.time_ns()
    for number in range(WARM_UP):  # each process of the newsroom has published before
        first = put_story(newsroom, f"{run}-first-{number}", f"Burst begins {number} {run}")["address"]
    for page in PAGES:
        see(newsroom.url, page, f"Burst begins {WARM_UP - 1} {run}")
    _settle(newsroom)
    watchers = [_Watcher(newsroom.url, page, run) for page in PAGES]
    bursts, calms = [], []
    with ThreadPoolExecutor(len(PAGES)) as looking:
        try:
            looks = [looking.submit(watcher.watch) for watcher in watchers]
            for number in range(count):
                with KeptLoad(newsroom.url + first, CONNECTIONS) as load:
                    before = load.rate(IDLE)
                    burst = _burst(newsroom, run, load, range(number * STORIES, (number + 1) * STORIES), watchers)
                    time.sleep(REST)
                    between, calm, after = load.rate(IDLE), load.rate(IDLE), load.rate(IDLE)
                burst.idle = before, between
                bursts.append(burst)
                calms.append(calm / statistics.mean((between, after)))
                time.sleep(REST)
        finally:
            for watcher in watchers:
                watcher.stopped.set()
        for look in looks:
            look.result()
    _print(bursts, calms)


@dataclass(slots=True)
class _Burst:
    """Hits a second then and before and after; seconds until every page was right; processor time, also what the host gave
    to others; milliseconds after the reply by page; and those that each reply took."""

    rate: float
    took: float
    spent: Counter[str]
    lent: float
    idle: tuple[float, float] = (0.0, 0.0)
    late: dict[str, list[float]] = field(default_factory=dict)
    replies: list[float] = field(default_factory=list)

    @property
    def ratio(self) -> float:
        return self.rate / statistics.mean(self.idle)


def _burst(newsroom: Newsroom, run: int, load: KeptLoad, numbers: range, watchers: "list[_Watcher]") -> _Burst:
    before, lent_before = spent(newsroom.process), lent()
    counting = ThreadPoolExecutor(1)
    rate = counting.submit(load.rate, IDLE)
    with ThreadPoolExecutor(STORIES) as pool:
        began, jobs = time.monotonic(), []
        for place, number in enumerate(numbers):
            time.sleep(max(0.0, began + place * SECONDS / STORIES - time.monotonic()))
            jobs.append(pool.submit(_publish, newsroom, run, number))
        stories = dict(zip(numbers, [job.result() for job in jobs], strict=True))
    last = max(stories, key=lambda number: stories[number].entry)
    for watcher in watchers:
        watcher.wait_for(last)
    burst = _Burst(0.0, time.monotonic() - began, spent(newsroom.process) - before, 0.0)
    burst.rate, burst.lent = rate.result(), lent() - lent_before
    counting.shutdown()
    burst.replies = [1000 * (story.answered - story.asked) for story in stories.values()]
    burst.late["story"] = [1000 * (story.seen - story.answered) for story in stories.values()]
    for watcher in watchers:
        burst.late[watcher.page] = [
            1000 * max(0.0, watcher.right_at(story, stories) - story.answered) for story in stories.values()
        ]
    return burst


def _print(bursts: list[_Burst], calms: list[float]) -> None:
    print(f"{'hits/s before':>13} {'in the burst':>12} {'after':>8} {'ratio':>6} | seconds until all was right, of processors")
    for burst in bursts:
        parts = {**burst.spent, "lent": burst.lent}
        shares = ", ".join(f"{name} {seconds:.2f}" for name, seconds in parts.items() if seconds > 0)
        before, after = burst.idle
        print(f"{before:>13,.0f} {burst.rate:>12,.0f} {after:>8,.0f} {burst.ratio:>6.2f} | {burst.took:.1f}; {shares}")
    for name, ratios in (("bursts", [burst.ratio for burst in bursts]), ("calms", calms)):
        print(f"ratio of {len(ratios)} {name}: median {statistics.median(ratios):.2f}, {min(ratios):.2f} to {max(ratios):.2f}")
    print(f"{'page, ms after the reply':<32} {'p50':>7} {'p99':>7} {'most':>7}")
    late = {page: [wait for burst in bursts for wait in burst.late[page]] for page in bursts[0].late}
    replies = [wait for burst in bursts for wait in burst.replies]
    pages = [wait for waits in late.values() for wait in waits]
    for name, waits in [*late.items(), ("all of them", pages), ("the reply itself", replies)]:
        p = statistics.quantiles(waits, n=100, method="inclusive")
        print(f"{name:<32} {p[49]:>7.0f} {p[98]:>7.0f} {max(waits):>7.0f}")


def _settle(newsroom: Newsroom) -> None:
    """Wait until what the start brought about is done, such as pictures made ahead of readers."""
    end = time.monotonic() + 60
    while time.monotonic() < end:
        before = spent(newsroom.process)
        time.sleep(2)
        if (spent(newsroom.process) - before).total() < 0.2:
            return


@dataclass(frozen=True, slots=True)
class _Published:
    """A story's entry in the log, and the moments at which it was sent, answered, and its page was there."""

    entry: int
    asked: float
    answered: float
    seen: float


def _publish(newsroom: Newsroom, run: int, number: int) -> _Published:
    headline, asked = f"Burst {number} of {run}", time.monotonic()
    story = put_story(newsroom, f"{run}-{number}", headline)
    answered = time.monotonic()
    time.sleep(FIRST_LOOK)
    return _Published(int(story["entry"]), asked, answered, see(newsroom.url, story["address"], headline))


class _Watcher:
    """Looks at one page all the time and notes when each story came."""

    def __init__(self, url: str, page: str, run: int) -> None:
        self.page, self.stopped = page, threading.Event()
        self._seen: dict[int, float] = {}
        self._looker, self._pattern = Looker(url, page), re.compile(rb"Burst (\d+) of " + str(run).encode())

    def watch(self) -> None:
        while not self.stopped.wait(LOOK):
            shown = {int(n) for n in self._pattern.findall(self._looker.look())}
            now = time.monotonic()
            for number in shown:
                self._seen.setdefault(number, now)

    def wait_for(self, last: int) -> None:
        """Return when the page shows this story. Raises TimeoutError after a minute."""
        end = time.monotonic() + 60
        while last not in self._seen:
            if time.monotonic() > end:
                raise TimeoutError(f"{self.page} shows {sorted(self._seen)} alone")
            time.sleep(LOOK)

    def right_at(self, story: _Published, stories: dict[int, _Published]) -> float:
        """When the page was first right: it shows the story, or a later one, for not every page has room for all twenty."""
        seen = dict(self._seen)
        return min(at for number, at in seen.items() if number in stories and stories[number].entry >= story.entry)


if __name__ == "__main__":
    main()
