"""What to do about log entries: which pages to print again at once, and in which order."""

from collections.abc import Iterable

from stoppress.press.shelf import LASTING, PASSING, REPETITIVE, Effort, PageRow
from stoppress.publog.models import Entry

#: Kinds in the order in which readers should get them: what was changed first, then what leads to it.
ORDER = (
    "discussion-part", "chat-part", "story", "front", "newsfeed-part", "chats-part", "discussion-page", "chat-page",
    "chats-page", "section-or-house", "news-sitemap", "feed", "latest-part", "most-read-part", "most-read", "latest",
    "topic", "contributor", "next-part", "next", "sitemap", "newsletters", "newsletter", "issue", "day", "corrections",
    "house", "host-file",
)  # fmt: skip
#: Kinds that are kept printed even while nobody reads them; any other page is printed ahead only for those who do.
KEPT = {"front", "newsfeed-part", "section-or-house", "news-sitemap", "host-file"}
#: Kinds that most stories change, so that none of them stays for long; and those of them that machines read.
_PASSING = {"front", "newsfeed-part", "section-or-house", "latest-part", "latest", "topic", "contributor"}
_FOR_MACHINES = {"news-sitemap", "feed"}
#: Kinds of which there may be thousands for one change; they are printed again for whoever asks for them.
RARE = {"discussion-more"}


def eager_addresses(entries: Iterable[Entry]) -> list[str]:
    """Pages to print ahead of the first reader: each story that came out or was withdrawn, newest first."""
    found = [entry.facts["address"] for entry in entries if entry.kind.startswith("story.") and entry.facts.get("address")
             and entry.kind != "story.deleted"]  # fmt: skip
    return list(dict.fromkeys(reversed(found)))


def split(rows: Iterable[PageRow], eager: Iterable[str] = ()) -> tuple[list[str], list[str]]:
    """Addresses to print again, the most wanted first, and addresses to drop: nobody reads them."""
    first = set(eager)
    ranked = sorted(rows, key=lambda row: (row.address not in first, _rank(row.kind), -row.hits))
    hot = [row.address for row in ranked if row.address in first or (row.hits and row.kind not in RARE) or row.kind in KEPT]
    chosen = set(hot)
    return hot, [row.address for row in ranked if row.address not in chosen]


def effort_of(kind: str) -> Effort:
    """How much is spent on compressing pages of a kind: less when another soon takes their place."""
    if kind in _FOR_MACHINES:
        return REPETITIVE
    return PASSING if kind in _PASSING else LASTING


def _rank(kind: str) -> int:
    return ORDER.index(kind) if kind in ORDER else len(ORDER)
