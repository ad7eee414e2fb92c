"""What to do about log entries: which addresses must be printed even if nobody has asked for them yet."""

from collections.abc import Iterable

from stoppress.press.shelf import PageRow
from stoppress.publog.models import Entry

#: Kinds in the order in which readers should get them: what was changed first, then what leads to it.
ORDER = (
    "story", "front", "section-or-house", "feed", "news-sitemap", "sitemap", "latest-part", "topic", "contributor",
    "latest", "corrections", "house", "host-file",
)  # fmt: skip
#: As many of the pages one batch touches are printed again at once; the rest are dropped as cold.
REPRINTED_AT_ONCE = 400


def eager_addresses(entries: Iterable[Entry]) -> list[str]:
    """Pages to print ahead of the first reader: each story that came out or was withdrawn, newest first."""
    found = [entry.facts["address"] for entry in entries if entry.kind.startswith("story.") and entry.facts.get("address")
             and entry.kind != "story.deleted"]  # fmt: skip
    return list(dict.fromkeys(reversed(found)))


def split(rows: Iterable[PageRow], eager: Iterable[str]) -> tuple[list[str], list[str]]:
    """Addresses to reprint now, hottest first, and addresses to drop."""
    first = set(eager)
    ranked = sorted(rows, key=lambda row: (row.address not in first, _rank(row.kind), -row.hits))
    hot = [row.address for row in ranked if _is_hot(row) or row.address in first][:REPRINTED_AT_ONCE]
    chosen = set(hot)
    return hot, [row.address for row in ranked if row.address not in chosen]


def _rank(kind: str) -> int:
    return ORDER.index(kind) if kind in ORDER else len(ORDER)


def _is_hot(row: PageRow) -> bool:
    """Story pages that nobody reads are dropped; every other kind is kept printed."""
    return row.kind != "story" or row.hits > 0
