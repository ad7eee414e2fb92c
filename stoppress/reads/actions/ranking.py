"""Brings the lists of what is read most up to date, and tells the log when readers would see another order."""

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Case, F, FloatField, Sum, Value, When

from stoppress.kit import clock
from stoppress.newsroom.models import Edition, Listing
from stoppress.publog.log import record
from stoppress.reads import rules
from stoppress.reads.models import HourOfReads, MostRead

#: An edition's lists change no oftener, so that the pages that show them are not printed for every reader who comes.
PAUSE = timedelta(minutes=5)
#: The best of an edition that its lists are made of.
MOST_RANKED = 1000


def rank() -> list[str]:
    """Bring every edition's lists up to date; returns the codes of those that changed."""
    return [edition.code for edition in Edition.objects.all() if _rank(edition)]


def _rank(edition: Edition) -> bool:
    now = clock.now()
    known, _ = MostRead.objects.get_or_create(edition=edition, defaults={"changed_at": now - PAUSE})
    if known.changed_at > now - PAUSE:
        return False
    scores = _scores(edition, now)  # before anything is held for which others would wait
    with transaction.atomic():
        # One node does this; the others pass it by.
        rows = MostRead.objects.select_for_update(skip_locked=True).filter(edition=edition, changed_at__lte=now - PAUSE)
        if (shown := rows.first()) is None:
            return False
        named = Listing.objects.filter(story_id__in=scores, list__regex="^(edition|section):").values_list("list", "story_id")
        lists = rules.lists(shown.lists, scores, named, alone=f"edition:{edition.pk}")
        tags = rules.changed(shown.lists, lists)
        if not tags:
            return False
        shown.lists, shown.changed_at = lists, now
        shown.save()
        record("most_read.changed", edition=edition.code, tags=tags)
    return True


def _scores(edition: Edition, now: datetime) -> dict[int, float]:
    """What the reads of an edition's public stories come to now, of those that are read most: one query.

    Sponsored stories are not ranked: a place on the list is not for sale. The number of the edition is written so that no
    database looks for it in the index of stories: there are far fewer reads in two days than stories in an archive.
    """
    weights = rules.weights(now)
    weight = Case(*(When(hour_at=hour, then=Value(weight)) for hour, weight in weights.items()), output_field=FloatField())
    rows = HourOfReads.objects.filter(hour_at__in=list(weights), story__live=True, story__sponsor="")
    rows = rows.annotate(edition=F("story__edition_id") + 0).filter(edition=edition.pk)
    best = rows.values("story").annotate(score=Sum(F("count") * weight)).order_by("-score", "story")[:MOST_RANKED]
    return {row["story"]: row["score"] for row in best}
