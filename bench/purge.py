"""What a purge costs, by how many pages lie on the shelf.

    python -m bench.purge [--pages 1000 100000]

Each page carries tags as a story's page does; one purge touches twenty of them, one all of one section's.
"""

import argparse
import os
import random
import shutil
import statistics
import tempfile
import time
from pathlib import Path

from stoppress.press.shelf import Printed, Shelf, index
from stoppress.press.shelf.addresses import key_of

TIMES = 200


def main() -> None:
    """Print milliseconds for each size."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--pages", type=int, nargs="+", default=[1_000, 100_000])
    asked = parser.parse_args()
    print(f"{'pages':>9} | {'purge of 20 pages, ms':^23} | {'of a section':>17} | {'put again':>9} | {'drop 500':>8} | index")
    print(f"{'':>9} | {'p50':>7} {'p95':>7} {'p99':>7} | {'pages':>8} {'ms':>8} | {'ms':>9} | {'ms':>8} |")
    for count in asked.pages:
        folder = Path(tempfile.mkdtemp(prefix="stoppress-bench-"))
        try:
            _measure(folder, count)
        finally:
            shutil.rmtree(folder, ignore_errors=True)


def _measure(folder: Path, count: int) -> None:
    dice, shelf = random.Random(count), Shelf(folder)
    _fill(shelf, count)
    spent = []
    for number in range(TIMES):
        group = dice.randrange(max(1, count // 20))
        began = time.perf_counter()
        shelf.purge({f"card:{group}", f"story:{group}", "list:edition:1-not", f"topic:none{number}"}, entry=number, at_once=False)
        spent.append(1000 * (time.perf_counter() - began))
    began = time.perf_counter()
    shelf.purge({"section:1"}, entry=TIMES, at_once=False)
    section = 1000 * (time.perf_counter() - began)
    page = _page(7, dice)
    puts = []
    for _ in range(50):
        began = time.perf_counter()
        assert shelf.put(page, began=shelf.began())
        puts.append(1000 * (time.perf_counter() - began))
        page = _page(7, dice)
    rows = shelf.superseded(500)
    began = time.perf_counter()
    shelf.drop([row.address for row in rows])
    dropped = 1000 * (time.perf_counter() - began)
    p = statistics.quantiles(spent, n=100, method="inclusive")
    size = (folder / "index.sqlite3").stat().st_size / 1e6
    print(f"{count:>9,} | {p[49]:>7.2f} {p[94]:>7.2f} {p[98]:>7.2f} | {count // 20:>8,} {section:>8.0f} | "
          f"{statistics.median(puts):>9.2f} | {dropped:>8.0f} | {size:,.0f} MB")  # fmt: skip


def _page(number: int, dice: random.Random) -> Printed:
    tags = {f"story:{number}", f"card:{number // 20}", f"section:{number % 20}", "edition:1", "editions",
            *(f"topic:{dice.randrange(2000)}" for _ in range(5)), *(f"card:x{dice.randrange(10**6)}" for _ in range(8)),
            f"contributor:{number % 300}"}  # fmt: skip
    body = b"<p>" + os.urandom(64).hex().encode() * 8
    return Printed(f"/20260101/story--{number}.html", "story", 200, "text/html", body, frozenset(tags))


def _fill(shelf: Shelf, count: int) -> None:
    """Rows of the index as `put` makes them, without the million files that only a disk would be measured by."""
    dice = random.Random(1871)
    with shelf._index() as db:
        for first in range(0, count, 10_000):
            with index.writing(db):
                for number in range(first, min(first + 10_000, count)):
                    page = _page(number, dice)
                    facts = index.facts(key_of(page.address), page, ("0" * 16, "", ""))
                    row = index.keep(db, facts | {"due_at": None, "began": 1, "printed_at": 1})
                    index.set_tags(db, row, page.tags)


if __name__ == "__main__":
    main()
