"""Publish to visible: how long after the API's answer every page that must show a story shows it."""

import argparse
import json
import statistics
import time
import urllib.request
from concurrent.futures import ThreadPoolExecutor

from bench.newsroom import Newsroom, served

PAGES = ("/", "/city/", "/rss.xml", "/sitemaps/news.xml", "/latest/")


def main() -> None:
    """Print p50, p95 and p99 for each archive size, and the ratio to the smallest."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--archive", type=int, nargs="+", default=[1_000, 100_000])
    parser.add_argument("--stories", type=int, default=40)
    asked = parser.parse_args()
    rows = []
    for archive in asked.archive:
        with served(archive=archive) as newsroom:
            rows.append((archive, *_measure(newsroom, asked.stories)))
    base = rows[0][3]
    print(f"{'archive':>9} {'API answer p50':>15} {'visible p50':>12} {'p95':>8} {'p99':>8}   ratio of p95 to the first")
    for archive, answer, p50, p95, p99 in rows:
        print(f"{archive:>9,} {answer:>12.0f} ms {p50:>9.0f} ms {p95:>5.0f} ms {p99:>5.0f} ms   {p95 / base:.2f}")
    print("visible: from the start of the PUT until the story page and", ", ".join(PAGES), "all show the headline")


def _measure(newsroom: Newsroom, count: int) -> tuple[float, float, float, float]:
    for page in PAGES:
        _get(newsroom.url + page)
    answers, visible = [], []
    with ThreadPoolExecutor(len(PAGES) + 1) as readers:
        for number in range(count):
            headline = f"Harbour notice number {number} of {time.time_ns()}"
            began = time.monotonic()
            story = _put(newsroom, number, headline)
            answers.append(1000 * (time.monotonic() - began))
            seen = readers.map(lambda page, h=headline: _until_shown(newsroom.url + page, h), [story["address"], *PAGES])
            visible.append(1000 * (max(seen) - began))
    ranked = sorted(visible)
    return (statistics.median(answers), statistics.median(ranked), ranked[int(len(ranked) * 0.95) - 1], ranked[-1])


def _put(newsroom: Newsroom, number: int, headline: str) -> dict[str, str]:
    item = {"uri": f"urn:bench:{number}", "version": "1", "type": "text", "language": "en",
            "headlines": [{"value": headline}], "section": "city",
            "bodies": [{"contentType": "text/html", "value": "<p>The harbour office gives notice.</p>" * 12}]}  # fmt: skip
    request = urllib.request.Request(
        f"{newsroom.url}/api/newsroom/v1/items/urn:bench:{number}?action=publish&edition=en", json.dumps(item).encode(),
        {"Authorization": f"Bearer {newsroom.token}", "Content-Type": "application/json"}, method="PUT",
    )  # fmt: skip
    with urllib.request.urlopen(request) as answer:
        found: dict[str, str] = json.load(answer)
        return found


def _until_shown(url: str, headline: str, seconds: float = 10) -> float:
    """The moment at which `url` shows `headline`."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if headline.encode() in _get(url):
            return time.monotonic()
        time.sleep(0.005)
    raise TimeoutError(f"{url} does not show {headline!r} after {seconds:g} s")


def _get(url: str) -> bytes:
    with urllib.request.urlopen(url) as answer:
        data: bytes = answer.read()
        return data


if __name__ == "__main__":
    main()
