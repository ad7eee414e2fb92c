"""Stories that were on a list and are no longer public, for feeds that say so."""

from datetime import datetime

from django.db.models import Q

from stoppress.copy.editions import Edition
from stoppress.newsroom import models
from stoppress.syndication.addresses import lasting_name_of

#: As many as a feed remembers.
MOST = 20


def withdrawn(edition: Edition, name: str) -> tuple[tuple[str, datetime], ...]:
    """Lasting names and moments of the stories last withdrawn from the list `name`, newest first: one query."""
    kind, _, number = name.partition(":")
    places = {
        "edition": Q(), "section": Q(section=number) | Q(section__parent=number), "topic": Q(story_topics__topic=number),
        "contributor": Q(bylines__contributor=number),
    }  # fmt: skip
    rows = models.Story.objects.filter(places[kind], edition_id=edition.id, live=False, withdrawn_at__isnull=False)
    newest = rows.order_by("-withdrawn_at", "-pk").values_list("guid", "pk", "first_published_at", "withdrawn_at")[:MOST]
    return tuple((lasting_name_of(edition, guid, pk, published_at), moment) for guid, pk, published_at, moment in newest)
