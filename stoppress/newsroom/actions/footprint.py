"""Where a public story shows, before and after a change, and so which tags the change touches."""

from dataclasses import dataclass, replace
from datetime import date, datetime

from django.db.models import Exists, OuterRef

from stoppress.newsroom import rules
from stoppress.newsroom.models import Listing, Story


@dataclass(frozen=True, slots=True)
class Footprint:
    """The lists a public story is on, the day it is filed under and its address; and on which lists it is alone that day."""

    lists: frozenset[str]
    published_at: datetime
    day: date
    address: str
    alone: frozenset[str]


def of_live(story: Story) -> Footprint | None:
    """The footprint in the listings now; None for a story that readers cannot see."""
    others = Listing.objects.filter(list=OuterRef("list"), day=OuterRef("day")).exclude(story_id=OuterRef("story_id"))
    rows = list(Listing.objects.filter(story_id=story.pk).values_list("list", "published_at", "day", ~Exists(others)))
    if not rows:
        return None
    lists, alone = (r[0] for r in rows), (r[0] for r in rows if r[3])
    return Footprint(frozenset(lists), rows[0][1], rows[0][2], story.address, frozenset(alone))


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
    kept: set[str] = set()
    if before is not None:
        kept = lists & before.lists if (before.published_at, before.day) == (at, day) else set()
        if kept == before.lists == lists:
            return replace(before, address=story.address)
        Listing.objects.filter(story_id=story.pk).exclude(list__in=kept).delete()
    Listing.objects.bulk_create(
        Listing(list=name, story_id=story.pk, published_at=at, day=day) for name in sorted(lists - kept)
    )
    after = of_live(story)
    assert after is not None, "every public story is on its edition's list"
    return after


def remove(story: Story) -> None:
    """Take a story off every list."""
    Listing.objects.filter(story_id=story.pk).delete()


def tags(story: Story, before: Footprint | None, after: Footprint | None) -> set[str]:
    """Names of everything that shows something else after the change than before it."""
    found = {f"story:{story.pk}", f"card:{story.pk}"}
    if before is None or after is None or before.address != after.address:
        found.add(f"group:{story.translation_key}")
    old, new = _places(before), _places(after)
    moved = before and after and (before.published_at, before.day) != (after.published_at, after.day)
    for name, day in old.keys() | new.keys() if moved else old.keys() ^ new.keys():
        found |= {f"list:{name}", f"day:{name}:{day}"}
        if old.get((name, day)) or new.get((name, day)):
            found.add(f"days:{name}")
    return found


def _places(footprint: Footprint | None) -> dict[tuple[str, date], bool]:
    """Lists with the day, and whether the story is alone there."""
    return {(name, footprint.day): name in footprint.alone for name in footprint.lists} if footprint else {}
