"""How long prints take, by kind of page, counted by every process that prints."""

import os
import time
from collections.abc import Callable
from functools import cache, wraps
from pathlib import Path
from typing import TypeVar

from django.conf import settings

from stoppress.kit.tally import Tally, totals

#: Kinds of pages, and what became of an address that holds none.
KINDS = (
    "front", "latest", "section-or-house", "house", "topic", "contributor", "corrections", "story", "feed", "sitemap",
    "news-sitemap", "sitemap-pages", "latest-part", "newsfeed-part", "next-part", "logo", "manifest", "host-file", "next",
    "most-read", "most-read-part",
    "discussion-part", "discussion-page", "discussion-more", "chat-part", "chat-page", "chats-part", "chats-page",
    "other", "no-page",
)  # fmt: skip
#: Upper bounds in milliseconds.
BOUNDS = (5, 10, 20, 50, 100, 200, 500, 1000, 5000)
_COLUMNS = (*(f"to-{bound}" for bound in BOUNDS), "longer", "microseconds")
NAMES = tuple(f"{kind}.{column}" for kind in KINDS for column in _COLUMNS)

Told = TypeVar("Told")


def timed(print_one: Callable[[str], Told]) -> Callable[[str], Told]:
    """The same, its time counted; a print that fails is not."""

    @wraps(print_one)
    def counted(address: str) -> Told:
        began = time.perf_counter()
        printed = print_one(address)
        note(getattr(printed, "kind", "no-page"), time.perf_counter() - began)
        return printed

    return counted


def note(kind: str, seconds: float) -> None:
    """Count one print."""
    tally = _tally(os.getpid())
    if tally is None:
        return
    kind = kind if kind in KINDS else "other"
    column = next((f"to-{bound}" for bound in BOUNDS if 1000 * seconds <= bound), "longer")
    tally.add(f"{kind}.{column}")
    tally.add(f"{kind}.microseconds", round(1_000_000 * seconds))


def by_kind() -> dict[str, tuple[list[int], float]]:
    """For each kind that was printed: prints up to each bound (the last without one), and seconds in all."""
    found = totals(folder(), NAMES)
    told = {}
    for kind in KINDS:
        *counts, microseconds = (found[f"{kind}.{column}"] for column in _COLUMNS)
        if any(counts):
            told[kind] = (counts, microseconds / 1_000_000)
    return told


def folder() -> Path:
    """Where this node's counters lie."""
    return settings.SHELF_FOLDER.parent / "counts"


@cache
def _tally(process: int) -> Tally | None:
    """This process's counters; None when the disk has no room for them, for printing matters more."""
    try:
        return Tally(folder(), NAMES)
    except OSError:
        return None
