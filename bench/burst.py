"""Bursts of publishes while readers read: hits beside their idle rate, and how soon every page is right.

    python -m bench.burst [--archive 1000] [--bursts 5] [--workers N] [--homes FOLDER]

Each burst is twenty stories in two seconds through the newsroom API, under 32 connections of wrk on a story's page; its hits
are held against those just before and just after it. As many web workers serve as by default. The same clients look at the
pages all the time, also while nothing is published. Also how much processor time each part took while a burst lasted, this
benchmark's own clients among them, for those of real readers are elsewhere.
"""

import argparse
import os
import re
import shutil
import statistics
import subprocess
import sys
import threading
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path

from bench.newsroom import Newsroom, served
from bench.processor import spent
from bench.publish import PAGES, put_story
from bench.watching import LOOK, Looker, see

STORIES, SECONDS, CONNECTIONS = 20, 2.0, 32
WARM_UP = 8
#: Seconds after the reply at which somebody first asks for a story: whoever asks at once makes the newsroom print it, too.
FIRST_LOOK = 0.05
#: Seconds of load with nothing to print, and of rest before it.
IDLE, REST = 3.0, 2.0


def main() -> None:
    """Print both rates and the percentiles of each page."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--archive", type=int, default=1_000)
    parser.add_argument("--bursts", type=int, default=5)
    parser.add_argument("--workers", type=int, default=min(4, os.cpu_count() or 1))
    parser.add_argument("--homes", type=Path)
    asked = parser.parse_args()
    if shutil.which("wrk") is None:
        sys.exit("This benchmark needs wrk: apt install wrk.")
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
    with ThreadPoolExecutor(len(PAGES)) as looking:
        try:
            looks = [looking.submit(watcher.watch) for watcher in watchers]
            idle, bursts = [_idle(newsroom.url + first)], []
            for number in range(count):
                bursts.append(_burst(newsroom, run, first, range(number * STORIES, (number + 1) * STORIES), watchers))
                time.sleep(REST)
                idle.append(_idle(newsroom.url + first))
        finally:
            for watcher in watchers:
                watcher.stopped.set()
        for look in looks:
            look.result()
    _print(idle, bursts)


@dataclass(slots=True)
class _Burst:
    """Hits a second, seconds until every page was right, processor time, and milliseconds after the reply by page."""

    rate: float
    took: float
    spent: Counter[str]
    late: dict[str, list[float]] = field(default_factory=dict)


def _burst(newsroom: Newsroom, run: int, first: str, numbers: range, watchers: "list[_Watcher]") -> _Burst:
    before, load = spent(newsroom.process), _wrk(newsroom.url + first, SECONDS + 1)
    with ThreadPoolExecutor(STORIES) as pool:
        began, jobs = time.monotonic(), []
        for place, number in enumerate(numbers):
            time.sleep(max(0.0, began + place * SECONDS / STORIES - time.monotonic()))
            jobs.append(pool.submit(_publish, newsroom, run, number))
        stories = dict(zip(numbers, [job.result() for job in jobs], strict=True))
    last = max(stories, key=lambda number: stories[number].entry)
    for watcher in watchers:
        watcher.wait_for(last)
    burst = _Burst(0.0, time.monotonic() - began, spent(newsroom.process) - before)
    burst.rate = _rate(load)
    burst.late["story"] = [1000 * (story.seen - story.answered) for story in stories.values()]
    for watcher in watchers:
        burst.late[watcher.page] = [
            1000 * max(0.0, watcher.right_at(story, stories) - story.answered) for story in stories.values()
        ]
    return burst


def _print(idle: list[float], bursts: list[_Burst]) -> None:
    print(f"{'hits/s before':>13} {'in the burst':>12} {'after':>8} {'ratio':>6} | seconds until all was right, of processors")
    ratios = []
    for before, burst, after in zip(idle, bursts, idle[1:], strict=False):
        ratios.append(burst.rate / statistics.mean((before, after)))
        shares = ", ".join(f"{name} {seconds:.2f}" for name, seconds in burst.spent.most_common())
        print(f"{before:>13,.0f} {burst.rate:>12,.0f} {after:>8,.0f} {ratios[-1]:>6.2f} | {burst.took:.1f}; {shares}")
    print(f"ratio of {len(ratios)} bursts: median {statistics.median(ratios):.2f}, least {min(ratios):.2f}")
    print(f"{'page, ms after the reply':<32} {'p50':>7} {'p99':>7} {'most':>7}")
    late = {page: [wait for burst in bursts for wait in burst.late[page]] for page in bursts[0].late}
    for name, waits in [*late.items(), ("all of them", [n for numbers in late.values() for n in numbers])]:
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
    """A story's entry in the log, and the moments of the reply and of its page being there."""

    entry: int
    answered: float
    seen: float


def _publish(newsroom: Newsroom, run: int, number: int) -> _Published:
    headline = f"Burst {number} of {run}"
    story = put_story(newsroom, f"{run}-{number}", headline)
    answered = time.monotonic()
    time.sleep(FIRST_LOOK)
    return _Published(int(story["entry"]), answered, see(newsroom.url, story["address"], headline))


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


def _idle(url: str) -> float:
    return _rate(_wrk(url, IDLE))


def _wrk(url: str, seconds: float) -> "subprocess.Popen[str]":
    command = ["wrk", "-t1", f"-c{CONNECTIONS}", f"-d{seconds:.0f}s", "-H", "Accept-Encoding: br", url]
    return subprocess.Popen(command, stdout=subprocess.PIPE, text=True)


def _rate(process: "subprocess.Popen[str]") -> float:
    said = process.communicate()[0]
    found = re.search(r"Requests/sec:\s+([\d.]+)", said)
    if found is None:
        raise RuntimeError(f"wrk said: {said}")
    return float(found[1])


if __name__ == "__main__":
    main()
