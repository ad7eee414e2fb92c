"""Publish to visible: how long until every page that must show a story shows it.

    python -m bench.publish [--archive 1000 100000] [--stories 40] [--homes FOLDER]

With `--homes` the newsrooms are kept in FOLDER and used again: a million stories take their time.
"""

import argparse
import http.client
import json
import statistics
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote, urlsplit

from bench.newsroom import Newsroom, served
from bench.watching import see

TOPIC, CONTRIBUTOR = "Bench harbour", "Bench Writer"
PAGES = (
    "/", "/city/", "/rss.xml", "/atom.xml", "/feed.json", "/sitemaps/news.xml", "/latest/", "/city/rss.xml",
    "/topics/bench-harbour/", "/contributors/bench-writer/",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Result:
    """Milliseconds of one archive size."""

    archive: int
    answers: list[float]
    after_answer: list[float]
    visible: list[float]


def main() -> None:
    """Print percentiles for each archive size, and the ratio to the smallest."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--archive", type=int, nargs="+", default=[1_000, 100_000])
    parser.add_argument("--stories", type=int, default=40)
    parser.add_argument("--homes", type=Path)
    asked = parser.parse_args()
    results = []
    for archive in asked.archive:
        with served(archive=archive, homes=asked.homes) as newsroom:
            results.append(_measure(newsroom, archive, asked.stories))
    _print(results)


def _print(results: list[Result]) -> None:
    base = _percentile(results[0].visible, 95)
    print(f"{'archive':>9} | {'API answer, ms':^13} | {'answer to all right, ms':^23} | {'PUT to all right, ms':^23} | ratio")
    print(f"{'stories':>9} | {'p50':>6} {'p95':>6} | {'p50':>7} {'p95':>7} {'p99':>7} | {'p50':>7} {'p95':>7} {'p99':>7} | p95")
    for r in results:
        row = [f"{r.archive:>9,}", " ".join(f"{_percentile(r.answers, p):>6.0f}" for p in (50, 95))]
        row += [" ".join(f"{_percentile(n, p):>7.0f}" for p in (50, 95, 99)) for n in (r.after_answer, r.visible)]
        print(" | ".join([*row, f"{_percentile(r.visible, 95) / base:.2f}"]))
    print("All right: the story's page and", ", ".join(PAGES), "show the headline.")


def _measure(newsroom: Newsroom, archive: int, count: int) -> Result:
    run = time.time_ns()
    put_story(newsroom, f"{run}-first", f"Bench begins {run}")
    for page in PAGES:  # a first reader brings each page onto the shelf
        see(newsroom.url, page, f"Bench begins {run}")
    answers, after, visible = [], [], []
    with ThreadPoolExecutor(len(PAGES) + 1) as pool:
        for number in range(count):
            headline = f"Harbour notice number {number} of {run}"
            began = time.monotonic()
            story = put_story(newsroom, f"{run}-{number}", headline)
            answered = time.monotonic()
            last = max(pool.map(lambda page, h=headline: see(newsroom.url, page, h), [story["address"], *PAGES]))
            answers.append(1000 * (answered - began))
            after.append(1000 * (last - answered))
            visible.append(1000 * (last - began))
            time.sleep(0.3)
    return Result(archive, answers, after, visible)


def _percentile(numbers: list[float], percent: int) -> float:
    return statistics.quantiles(numbers, n=100, method="inclusive")[percent - 1]


def put_story(newsroom: Newsroom, guid: str, headline: str) -> dict[str, str]:
    """Publish one story through the newsroom API; returns what it answers."""
    item = {"uri": f"urn:bench:{guid}", "version": "1", "type": "text", "language": "en",
            "headlines": [{"value": headline}], "section": "city", "by": CONTRIBUTOR,
            "subjects": [{"name": TOPIC}],
            "bodies": [{"contentType": "text/html", "value": "<p>The harbour office gives notice.</p>" * 12}]}  # fmt: skip
    at = urlsplit(newsroom.url)
    line = http.client.HTTPConnection(at.netloc, timeout=60)
    line.request(
        "PUT", f"/api/newsroom/v1/items/{quote(item['uri'])}?action=publish&edition=en", json.dumps(item).encode(),  # type: ignore[arg-type]
        {"Authorization": f"Bearer {newsroom.token}", "Content-Type": "application/json"},
    )  # fmt: skip
    answer = line.getresponse()
    data = answer.read()
    line.close()
    if answer.status >= 300:
        raise RuntimeError(f"The newsroom answered {answer.status}: {data[:500]!r}")
    found: dict[str, str] = json.loads(data)
    return found


if __name__ == "__main__":
    main()
