"""Automatic related stories: shared topics weighted by how rare they are, newer before older."""

from collections import defaultdict
from datetime import datetime

from django.db.models import QuerySet

from stoppress.newsroom.models import Listing, Story
from stoppress.publog.worded import worded

SHOWN = 4
#: As many of a topic's newest stories are looked at; a topic with fewer is rarer and counts more.
LOOKED_AT = 60


def related_ids(story: Story) -> list[int]:
    """Ids of up to four public stories of the same edition, best first; kept with the story so that its
    page changes only when one of them does."""
    scores: defaultdict[int, float] = defaultdict(float)
    newest: dict[int, float] = {}
    for topic_id in [t.topic_id for t in story.story_topics.all()]:
        rows = _newest(f"topic:{topic_id}", story.pk)
        for other, published_at in rows:
            scores[other] += 1 + (LOOKED_AT - len(rows)) / LOOKED_AT
            newest[other] = published_at.timestamp()
    best = sorted(scores, key=lambda n: (-scores[n], -newest[n]))[:SHOWN]
    if len(best) < SHOWN and story.section_id:
        fill = [other for other, _ in _newest(f"section:{story.section_id}", story.pk) if other not in best]
        best += fill[: SHOWN - len(best)]
    return best


def _newest(name: str, but: int) -> list[tuple[int, datetime]]:
    return [row for row in _newest_of(name) if row[0] != but][:LOOKED_AT]


@worded
def _newest_of(name: str) -> QuerySet[Listing, tuple[int, datetime]]:
    rows = Listing.objects.filter(list=name).order_by("-published_at", "-story_id")
    return rows.values_list("story_id", "published_at")[: LOOKED_AT + 1]
