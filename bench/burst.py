"""A burst of publishes while readers read: hits beside their idle rate, and how soon every page is right.

    python -m bench.burst [--archive 1000] [--homes FOLDER]

Twenty stories in two seconds through the newsroom API, 32 connections of wrk on a story's page. Also how much processor time
each part took while the burst lasted, this benchmark's own clients among them, for those of real readers are elsewhere.
"""

import argparse
import os
import re
import shutil
import statistics
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from bench.newsroom import Newsroom, served
from bench.processor import spent
from bench.publish import PAGES, put_story
from bench.watching import LOOK, Looker, see

STORIES, SECONDS, CONNECTIONS = 20, 2.0, 32
WARM_UP = 8
#: Seconds after the reply at which somebody first asks for a story: whoever asks at once makes the newsroom print it, too.
FIRST_LOOK = 0.05


def main() -> None:
    """Print both rates and the percentiles of each page."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--archive", type=int, default=1_000)
    parser.add_argument("--homes", type=Path)
    asked = parser.parse_args()
    if shutil.which("wrk") is None:
        sys.exit("This benchmark needs wrk: apt install wrk.")
    with served(archive=asked.archive, homes=asked.homes) as newsroom:
        _burst(newsroom)


def _burst(newsroom: Newsroom) -> None:
    run = time.time_ns()
    for number in range(WARM_UP):  # each process of the newsroom has published before
        first = put_story(newsroom, f"{run}-first-{number}", f"Burst begins {number} {run}")["address"]
    for page in PAGES:
        see(newsroom.url, page, f"Burst begins {WARM_UP - 1} {run}")
    idle = [_rate(_wrk(newsroom.url + first, 3)) for _ in range(2)]
    watchers = [_Watcher(newsroom.url, page, run) for page in PAGES]
    before, load = spent(newsroom.process), _wrk(newsroom.url + first, SECONDS + 1)
    with ThreadPoolExecutor(64) as pool:
        watching = [pool.submit(watcher.watch) for watcher in watchers]
        began, jobs = time.monotonic(), []
        for number in range(STORIES):
            time.sleep(max(0.0, began + number * SECONDS / STORIES - time.monotonic()))
            jobs.append(pool.submit(_publish, newsroom, run, number))
        stories = [job.result() for job in jobs]
        last = max(range(STORIES), key=lambda number: stories[number].entry)
        for watcher in watchers:
            watcher.last = last
        for job in watching:
            job.result()
        took = time.monotonic() - began
    during = _rate(load)
    took_of_processors = spent(newsroom.process) - before
    time.sleep(1)
    idle += [_rate(_wrk(newsroom.url + first, 3)) for _ in range(2)]
    rates = ", ".join(f"{rate:,.0f}" for rate in idle)
    print(f"hits: idle {rates}/s, during the burst {during:,.0f}/s, ratio to the median {during / statistics.median(idle):.2f}")
    print(f"{STORIES} stories took {took:.1f} s from the first PUT until every page was right")
    shares = ", ".join(f"{name} {seconds:.2f}" for name, seconds in took_of_processors.most_common())
    print(f"seconds of {os.cpu_count()} processors until then: {shares}")
    print(f"{'page, ms after the reply':<32} {'p50':>7} {'p99':>7} {'most':>7}")
    late = {"story": [1000 * (story.seen - story.answered) for story in stories]}
    for watcher in watchers:
        late[watcher.page] = [1000 * max(0.0, watcher.right_at(story, stories) - story.answered) for story in stories]
    for name, waits in [*late.items(), ("all of them", [n for numbers in late.values() for n in numbers])]:
        p = statistics.quantiles(waits, n=100, method="inclusive")
        print(f"{name:<32} {p[49]:>7.0f} {p[98]:>7.0f} {max(waits):>7.0f}")


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
    """Looks at one page until it shows the last story, noting when each came."""

    def __init__(self, url: str, page: str, run: int) -> None:
        self.page, self.last = page, -1
        self._seen: dict[int, float] = {}
        self._looker, self._pattern = Looker(url, page), re.compile(rb"Burst (\d+) of " + str(run).encode())

    def watch(self) -> None:
        end = time.monotonic() + 60
        while self.last not in self._seen:
            if time.monotonic() > end:
                raise TimeoutError(f"{self.page} shows {sorted(self._seen)} alone")
            shown = {int(n) for n in self._pattern.findall(self._looker.look())}
            now = time.monotonic()
            for number in shown:
                self._seen.setdefault(number, now)
            time.sleep(LOOK)

    def right_at(self, story: _Published, stories: list[_Published]) -> float:
        """When the page was first right: it shows the story, or a later one, for not every page has room for all twenty."""
        return min(at for number, at in self._seen.items() if stories[number].entry >= story.entry)


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
