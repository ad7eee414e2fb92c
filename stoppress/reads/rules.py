"""How counts become a list: reads fade, and a list changes only when it has something to say."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta

#: Reads older than this count for nothing; those of so many hours ago count half.
SPAN, HALF_LIFE = timedelta(hours=24), 6.0
#: A story with a lower score is not ranked: one reader makes no list.
LEAST_SCORE = 2.0
#: A list with fewer stories is not shown.
LEAST_STORIES = 3
#: Stories of a list beside a page's own matter, and on the page that is about nothing else.
SHOWN, SHOWN_ALONE = 5, 10
#: By so much must a story beat the one above it to take its place, lest two that are read alike trade places all day.
MARGIN = 1.1


def hour_of(moment: datetime) -> datetime:
    """The beginning of the hour that a moment lies in."""
    return moment.replace(minute=0, second=0, microsecond=0)


def weights(now: datetime) -> dict[datetime, float]:
    """What a read counts now, by the hour that it was in; hours that count for nothing are left out."""
    this = hour_of(now)
    count = int(SPAN / timedelta(hours=1))
    return {this - timedelta(hours=n): 0.5 ** (n / HALF_LIFE) for n in range(count)}


def order(before: Sequence[int], scores: Mapping[int, float]) -> list[int]:
    """Stories by score, in the order they had before where the scores hardly differ.

    >>> order([1, 2], {1: 10.0, 2: 10.5, 3: 20.0})
    [3, 1, 2]
    """
    ranked = sorted((n for n in scores if scores[n] >= LEAST_SCORE), key=lambda n: (-scores[n], n))
    held = [n for n in dict.fromkeys(before) if scores.get(n, 0.0) >= LEAST_SCORE]
    found: list[int] = []
    for story in [*held, *(n for n in ranked if n not in held)]:
        place = len(found)
        while place and scores[story] > MARGIN * scores[found[place - 1]]:
            place -= 1
        found.insert(place, story)
    return found


def lists(
    before: Mapping[str, Sequence[int]], scores: Mapping[int, float], listed: Iterable[tuple[str, int]], alone: str
) -> dict[str, list[int]]:
    """The lists to show, by name: `listed` says which list each story is on, `alone` is the one with a page of its own."""
    found: dict[str, dict[int, float]] = {}
    for name, story in listed:
        if story in scores:
            found.setdefault(name, {})[story] = scores[story]
    made = {name: order(before.get(name, ()), of) for name, of in sorted(found.items())}
    return {
        name: stories[: SHOWN_ALONE if name == alone else SHOWN] for name, stories in made.items()
        if len(stories) >= LEAST_STORIES
    }


def changed(before: Mapping[str, Sequence[int]], after: Mapping[str, Sequence[int]]) -> set[str]:
    """Tags of what shows another list now: each list's first few are one thing, the whole of it another."""
    tags = set()
    for name in {*before, *after}:
        old, new = list(before.get(name, ())), list(after.get(name, ()))
        if old[:SHOWN] != new[:SHOWN]:
            tags.add(tag(name))
        if old != new:
            tags.add(tag(name, is_whole=True))
    return tags


def tag(name: str, *, is_whole: bool = False) -> str:
    """What a page carries that shows the first few of a list, or the whole of it."""
    return f"{'most-read-page' if is_whole else 'most-read'}:{name}"
