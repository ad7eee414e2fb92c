"""Stories that were on a list and are no longer public, for feeds that say so."""

from datetime import datetime

from django.db.models import Q, QuerySet

from stoppress.copy.editions import Edition
from stoppress.newsroom import models
from stoppress.publog.worded import worded
from stoppress.syndication.addresses import lasting_name_of

#: As many as a feed remembers.
MOST = 20
_Row = tuple[str, int, datetime, datetime]


def withdrawn(edition: Edition, name: str) -> tuple[tuple[str, datetime], ...]:
    """Lasting names and moments of the stories last withdrawn from the list `name`, newest first: one query."""
    kind, _, number = name.partition(":")
    newest = _of_edition(edition.id) if kind == "edition" else _OF_PLACES[kind](edition.id, int(number))
    return tuple((lasting_name_of(edition, guid, pk, published_at), moment) for guid, pk, published_at, moment in newest)


def _newest(edition: int, place: Q) -> "QuerySet[models.Story, _Row]":
    rows = models.Story.objects.filter(place, edition_id=edition, live=False, withdrawn_at__isnull=False)
    return rows.order_by("-withdrawn_at", "-pk").values_list("guid", "pk", "first_published_at", "withdrawn_at")[:MOST]


@worded
def _of_edition(edition: int) -> "QuerySet[models.Story, _Row]":
    return _newest(edition, Q())


_OF_PLACES = {
    "section": worded(lambda edition, number: _newest(edition, Q(section=number) | Q(section__parent=number))),
    "topic": worded(lambda edition, number: _newest(edition, Q(story_topics__topic=number))),
    "contributor": worded(lambda edition, number: _newest(edition, Q(bylines__contributor=number))),
}
