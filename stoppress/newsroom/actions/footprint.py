"""Where a public story shows, before and after a change, and so which tags the change touches."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import QuerySet

from stoppress.newsroom import rules
from stoppress.newsroom.models import Listing, Story
from stoppress.publog.rows import enter
from stoppress.publog.worded import worded


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


def write(story: Story, before: Footprint | None) -> Footprint:
    """Put a public story on its lists and off all others, where it is as `before` says; returns its new footprint."""
    section = story.section
    section_ids = [n for n in (section.pk, section.parent_id) if n] if section else []
    lists = rules.lists_of(
        edition_id=story.edition_id, section_ids=section_ids, story_type=story.story_type, is_breaking=story.is_breaking,
        topic_ids=[t.topic_id for t in story.story_topics.all()],
        contributor_ids=[b.contributor_id for b in story.bylines.all()],
    )  # fmt: skip
    at, day = story.first_published_at, story.published_date
    assert day is not None, "only a story with a date of publication is listed"
    old = before.lists if before else frozenset()
    kept = old & lists if before and (before.published_at, before.day) == (at, day) else frozenset()
    if gone := old - kept:
        Listing.objects.filter(story_id=story.pk, list__in=gone).delete()
    enter([Listing(list=name, story_id=story.pk, published_at=at, day=day) for name in sorted(lists - kept)])
    return Footprint(frozenset(lists), at, day, story.address)


def remove(story: Story) -> None:
    """Take a story off every list."""
    Listing.objects.filter(story_id=story.pk).delete()


def tags(story: Story, before: Footprint | None, after: Footprint | None) -> set[str]:
    """Names of everything that shows something else after the change than before it."""
    found = {f"story:{story.pk}", f"card:{story.pk}", f"news:{story.edition_id}"}
    if before is None or after is None or before.address != after.address:
        found.add(f"group:{story.translation_key}")
    moved = before and after and (before.published_at, before.day) != (after.published_at, after.day)
    places = _changed_places(before, after, bool(moved))
    with_others = _places_with_others(story, places)
    for name, day in places:
        found |= {f"list:{name}", f"day:{name}:{day}"}
        if (name, day) not in with_others:
            found.add(f"days:{name}")
    return found


def _changed_places(before: Footprint | None, after: Footprint | None, moved: bool) -> set[tuple[str, date]]:
    old: set[Any] = {(name, before.day) for name in before.lists} if before else set()
    new: set[Any] = {(name, after.day) for name in after.lists} if after else set()
    return old | new if moved else old ^ new


def _places_with_others(story: Story, places: set[tuple[str, date]]) -> set[tuple[str, date]]:
    """Those of these lists and days that show other stories too: one query, and none for no place."""
    if not places:
        return set()
    names, days = ({place[n] for place in places} for n in (0, 1))
    return set(_places_of_others(tuple(names), tuple(days), story.pk))


@worded
def _places_of_others(names: tuple[str, ...], days: tuple[date, ...], story: int) -> QuerySet[Listing, tuple[str, date]]:
    others = Listing.objects.filter(list__in=names, day__in=days).exclude(story_id=story)
    return others.values_list("list", "day").distinct()
