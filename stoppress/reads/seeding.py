"""The demo's reads: as if readers had been here all day, more of them at the newer stories, and some stories had caught on."""

import random
from collections import Counter
from datetime import timedelta

from django.db import transaction

from stoppress.kit import clock
from stoppress.newsroom.models import Edition, Listing
from stoppress.reads import rules
from stoppress.reads.actions import counting, ranking
from stoppress.reads.models import HourOfReads

#: Of each edition so many of the newest stories were read, over so many hours.
_STORIES, _HOURS = 40, 12


def load() -> None:
    """Count the demo's reads and rank its stories; nothing when there are counts already."""
    if HourOfReads.objects.exists():
        return
    counts: counting.Counts = Counter()
    now = clock.now()
    for edition in Edition.objects.all():
        rows = Listing.objects.filter(list=f"edition:{edition.pk}").order_by("-published_at", "-story_id")
        chance = random.Random(edition.code)
        for place, (story, published_at) in enumerate(rows.values_list("story_id", "published_at")[:_STORIES]):
            liked = chance.lognormvariate(3.0, 0.9) / (1 + place / 10)
            for hours in range(_HOURS):
                hour = rules.hour_of(now - timedelta(hours=hours))
                if hour >= rules.hour_of(published_at):
                    counts[hour, story] += round(liked * chance.uniform(0.6, 1.4))
    with transaction.atomic():
        counting.add(+counts)
    ranking.rank()
