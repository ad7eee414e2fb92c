"""The page that is served in benchmarks of hits, on a shelf of its own."""

import random
from pathlib import Path

from stoppress.press.shelf import Printed, Shelf, Shelved

ADDRESS = "/city/night-trams/"


def shelve(home: Path, file: Path | None) -> Shelved:
    """Put the page on a new shelf."""
    body = file.read_bytes() if file else story()
    shelf = Shelf(home / "shelf")
    page = Printed(ADDRESS, "story", 200, "text/html; charset=utf-8", body, frozenset({"story:1", "section:2"}))
    assert shelf.put(page, began=shelf.began())
    shelved = shelf.get(ADDRESS)
    shelf.close()
    assert shelved is not None
    return shelved


def story(size: int = 40_000) -> bytes:
    """A story page of about `size` bytes, as repetitive as real ones: a head, paragraphs, cards."""
    chance = random.Random(7)
    letters = "etaoinshrdlu"
    words = ["".join(chance.choices(letters, k=chance.randint(2, 9))) for _ in range(350)]
    usual = [1 / rank for rank in range(1, 351)]
    parts = ["<!doctype html><html lang=en><head><meta charset=utf-8><title>Night trams</title></head><body>"]
    number = 0
    while sum(map(len, parts)) < size:
        number += 1
        text = " ".join(chance.choices(words, usual, k=25))
        parts.append(f'<p id="p{number}" class="story-text">{text.capitalize()}.</p>\n')
        parts.append(
            f'<article class="card"><a class="card-link" href="/city/story-{number}/"><img class="card-picture" '
            f'src="/img/{number}_320.webp" width="320" height="180" alt="" loading="lazy"><h3 class="card-title">'
            f"{text[:40]}</h3></a></article>\n"
        )
    return "".join([*parts, "</body></html>"]).encode()
