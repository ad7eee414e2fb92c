"""A crowd at a cold page, and pages that nobody has asked for before: ours beside Django that prints for each reader.

    python -m bench.herd [--archive 1000] [--readers 500] [--pages 300] [--homes FOLDER]

The crowd asks for one story at the same moment, its page taken off the shelf before, and how often it was printed is counted.
Then eight readers ask for stories that are not on the shelf.
"""

import argparse
import re
import urllib.request
from pathlib import Path

from bench import crowd, servers
from bench.crowd import Waits
from bench.load import cpu_seconds
from bench.newsroom import Newsroom, served
from stoppress.kit.tally import totals
from stoppress.press.print_times import BOUNDS, NAMES
from stoppress.press.shelf import Shelf

ROUNDS, READERS = 5, 8
#: As large as a crowd may be for Django alone, which prints for each of them.
DJANGO_CROWD = 50


def main() -> None:
    """Print both tables."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--archive", type=int, default=1_000)
    parser.add_argument("--readers", type=int, default=500, help="in the crowd")
    parser.add_argument("--pages", type=int, default=300, help="stories that are not on the shelf")
    parser.add_argument("--homes", type=Path)
    asked = parser.parse_args()
    with served(archive=asked.archive, homes=asked.homes) as newsroom, servers.plain_django(newsroom.home) as django:
        port = int(newsroom.url.rpartition(":")[2])
        stories = _stories(newsroom, asked.pages + 1)
        _crowds(newsroom, {"Stoppress": port, "plain Django": django.port}, stories[0], asked.readers)
        _misses(newsroom, port, django, stories[1:])


def _stories(newsroom: Newsroom, count: int) -> list[str]:
    """Addresses of stories, from the sitemaps."""
    found: list[str] = []
    for part in re.findall(r"<loc>([^<]*)</loc>", _text(f"{newsroom.url}/sitemap.xml")):
        path = "/" + part.split("/", 3)[3]
        found += re.findall(r"<loc>https?://[^/]*(/[^<]*--\d+\.html)</loc>", _text(newsroom.url + path))
        if len(found) >= count:
            break
    return found[:count]


def _crowds(newsroom: Newsroom, ports: dict[str, int], story: str, readers: int) -> None:
    print(f"Readers who ask at once for a page that is not on the shelf; the middle of {ROUNDS} rounds, ms")
    print(f"{'':16}{'readers':>8}{'one alone':>10}{'p50':>9}{'p99':>9}{'p99 to one alone':>18}{'prints':>8}{'failed':>8}")
    for name, port in ports.items():
        alone, rounds = [], []
        size = readers if name == "Stoppress" else min(readers, DJANGO_CROWD)
        for _ in range(ROUNDS):
            _take_off(newsroom, [story])
            alone.append(crowd.at_once(port, [story]).all[0])
            _take_off(newsroom, [story])
            before = _prints(newsroom)
            waits = crowd.at_once(port, [story] * size)
            rounds.append((waits, _prints(newsroom) - before))
        one = sorted(alone)[len(alone) // 2]
        waits, _ = sorted(rounds, key=lambda told: told[0].percentile(99))[len(rounds) // 2]
        prints = "/".join(str(count) for count in sorted({count for _, count in rounds}))
        failed = sum(told.failed for told, _ in rounds)
        print(f"{name:16}{size:8}{one:10.0f}{waits.percentile(50):9.0f}{waits.percentile(99):9.0f}"
              f"{waits.percentile(99) / one:18.1f}{prints:>8}{failed:>8}", flush=True)  # fmt: skip


def _misses(newsroom: Newsroom, port: int, django: servers.Server, stories: list[str]) -> None:
    print(f"\n{len(stories)} stories that are not on the shelf, {READERS} readers, ms")
    print(f"{'':24}{'pages/s':>9}{'ratio':>7}{'p50':>9}{'p99':>9}{'CPU ms/page':>13}{'failed':>8}")
    crowd.in_turn(django.port, stories[:20], READERS)  # templates are loaded by now
    before = cpu_seconds(django.pid)
    waits, rate = crowd.in_turn(django.port, stories, READERS)
    base = _row("plain Django", waits, rate, cpu_seconds(django.pid) - before, len(stories), 0.0)
    _take_off(newsroom, stories)
    for name in ("Stoppress, a miss", "Stoppress, a hit"):
        _row(name, *crowd.in_turn(port, stories, READERS), 0.0, len(stories), base)


def _row(name: str, waits: Waits, rate: float, cpu: float, count: int, base: float) -> float:
    cost = f"{1000 * cpu / count:.1f}" if cpu else ""
    ratio = f"{rate / base:.2f}" if base else "1.00"
    print(f"{name:24}{rate:9,.0f}{ratio:>7}{waits.percentile(50):9.1f}{waits.percentile(99):9.1f}{cost:>13}{waits.failed:>8}",
          flush=True)  # fmt: skip
    return rate


def _take_off(newsroom: Newsroom, stories: list[str]) -> None:
    shelf = Shelf(newsroom.home / "shelf")
    shelf.drop(stories)
    shelf.close()


def _prints(newsroom: Newsroom) -> int:
    """How many stories have been printed, by whichever process."""
    counted = totals(newsroom.home / "counts", NAMES)
    return sum(counted[f"story.{column}"] for column in (*(f"to-{bound}" for bound in BOUNDS), "longer"))


def _text(url: str) -> str:
    with urllib.request.urlopen(url, timeout=30) as answer:
        text: str = answer.read().decode()
    return text


if __name__ == "__main__":
    main()
