"""Where a public story shows, before and after a change, and so which tags the change touches."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from stoppress.newsroom import rules
from stoppress.newsroom.models import Listing, Story


@dataclass(frozen=True, slots=True)
class Footprint:
    """The lists a public story is on, the day it is filed under and its address."""

    lists: frozenset[str]
    published_at: datetime
    day: date
    address: str


def of_live(story: Story) -> Footprint | None:
    """The footprint in the listings now; None for a story that readers cannot see."""
    rows = list(Listing.objects.filter(story_id=story.pk).values_list("list", "published_at", "day"))
    if not rows:
        return None
    return Footprint(frozenset(r[0] for r in rows), rows[0][1], rows[0][2], story.address)


def write(story: Story) -> Footprint:
    """Put a public story on its lists and off all others; returns its new footprint."""
    section = story.section
    section_ids = [n for n in (section.pk, section.parent_id) if n] if section else []
    lists = rules.lists_of(
        edition_id=story.edition_id, section_ids=section_ids, story_type=story.story_type, is_breaking=story.is_breaking,
        topic_ids=[t.topic_id for t in story.story_topics.all()],
        contributor_ids=[b.contributor_id for b in story.bylines.all()],
    )  # fmt: skip
    at, day = story.first_published_at, story.published_date
    assert day is not None, "only a story with a date of publication is listed"
    Listing.objects.filter(story_id=story.pk).exclude(list__in=lists, published_at=at, day=day).delete()
    kept = set(Listing.objects.filter(story_id=story.pk).values_list("list", flat=True))
    Listing.objects.bulk_create(
        Listing(list=name, story_id=story.pk, published_at=at, day=day) for name in sorted(lists - kept)
    )
    return Footprint(frozenset(lists), at, day, story.address)


def remove(story: Story) -> None:
    """Take a story off every list."""
    Listing.objects.filter(story_id=story.pk).delete()


def tags(story: Story, before: Footprint | None, after: Footprint | None) -> set[str]:
    """Names of everything that shows something else after the change than before it."""
    found = {f"story:{story.pk}", f"card:{story.pk}"}
    if before is None or after is None or before.address != after.address:
        found.add(f"group:{story.translation_key}")
    moved = before and after and (before.published_at, before.day) != (after.published_at, after.day)
    for name, day in _changed_places(before, after, bool(moved)):
        found |= {f"list:{name}", f"day:{name}:{day}"}
        if not Listing.objects.filter(list=name, day=day).exclude(story_id=story.pk).exists():
            found.add(f"days:{name}")
    return found


def _changed_places(before: Footprint | None, after: Footprint | None, moved: bool) -> set[tuple[str, date]]:
    old: set[Any] = {(name, before.day) for name in before.lists} if before else set()
    new: set[Any] = {(name, after.day) for name in after.lists} if after else set()
    return old | new if moved else old ^ new
