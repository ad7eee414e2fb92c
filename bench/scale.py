"""What grows with the archive and what does not: starts, memory, and the print of each kind of page.

    python -m bench.scale [--archive 1000 100000] [--homes FOLDER]

Each page is taken off the shelf and asked for, five times; the row shows the middle one. With `--homes` the newsrooms are kept
in FOLDER and used again.
"""

import argparse
import re
import time
import urllib.request
from pathlib import Path

from bench import crowd
from bench.load import memory
from bench.newsroom import Newsroom, served
from stoppress.press.shelf import Shelf

TIMES = 5
KINDS = {"web": "conf.web", "newsroom": "conf.newsroom", "press": "command press"}


def main() -> None:
    """Print a column for each archive size, and the ratio of the last to the first."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--archive", type=int, nargs="+", default=[1_000, 100_000])
    parser.add_argument("--homes", type=Path)
    asked = parser.parse_args()
    columns: list[dict[str, float]] = []
    for archive in asked.archive:
        with served(archive=archive, homes=asked.homes) as newsroom:
            columns.append(_measure(newsroom))
    print(f"{'stories':34}" + "".join(f"{archive:>11,}" for archive in asked.archive) + f"{'ratio':>8}")
    for name in columns[0]:
        numbers = [column[name] for column in columns]
        print(f"{name:34}" + "".join(f"{number:11,.1f}" for number in numbers) + f"{numbers[-1] / numbers[0]:8.2f}")


def _measure(newsroom: Newsroom) -> dict[str, float]:
    port = int(newsroom.url.rpartition(":")[2])
    found = {"start to the front, s": newsroom.started_in}
    shelf = Shelf(newsroom.home / "shelf")
    for name, path in _pages(newsroom).items():
        waits = []
        for _ in range(TIMES):
            shelf.drop([path])
            told = crowd.at_once(port, [path])
            if told.failed:
                raise RuntimeError(f"{path} is not answered.")
            waits += told.all
        found[f"{name}, cold, ms"] = sorted(waits)[TIMES // 2]
    shelf.close()
    time.sleep(2)
    return found | {f"memory of {kind}, MB": memory(newsroom.child(word)) for kind, word in KINDS.items()}


def _pages(newsroom: Newsroom) -> dict[str, str]:
    index = re.findall(r"<loc>https?://[^/]*(/sitemaps/\d+\.xml)</loc>", _text(f"{newsroom.url}/sitemap.xml"))
    day = index[len(index) // 2]
    number = re.findall(r"\d+", day)[0]
    story = re.findall(r"<loc>https?://[^/]*(/[^<]*--\d+\.html)</loc>", _text(newsroom.url + day))[0]
    return {
        "the front": "/", "a section": "/city/", "a day of ten years": f"/latest/{number}/", "latest": "/latest/",
        "an old story": story, "RSS": "/rss.xml", "the sitemap index": "/sitemap.xml", "a day's sitemap": day,
        "the news sitemap": "/sitemaps/news.xml",
    }  # fmt: skip


def _text(url: str) -> str:
    with urllib.request.urlopen(url, timeout=120) as answer:
        text: str = answer.read().decode()
    return text


if __name__ == "__main__":
    main()
