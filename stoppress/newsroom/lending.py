"""What the newsroom lends to the rooms below: its editions, what can be followed and saved, what can be talked about."""

import re
from collections import defaultdict
from collections.abc import Collection
from typing import Any
from urllib.parse import quote, urlsplit

from django.conf import settings

from stoppress.discussion.lent import StoryFacts
from stoppress.newsroom.models import Byline, Contributor, Edition, Section, Story, Topic
from stoppress.readers.lent import Place, Where

_MODELS: dict[str, Any] = {"section": Section, "topic": Topic, "contributor": Contributor}
_STORY_ADDRESS = re.compile(r"--([1-9]\d{0,17})\.html$")
_FOLDERS = {"section": "", "topic": "topics/", "contributor": "contributors/"}


def edition_at(host: str, prefix: str) -> Where | None:
    """The edition at a prefix, of those with this host for themselves or else of those without one: one query."""
    rows = list(Edition.objects.filter(prefix=prefix, host__in={host, ""}).order_by("-host"))
    if not rows:
        return None
    # A host that is an edition's own shows nothing of the others.
    if host and not rows[0].host and Edition.objects.filter(host=host).exists():
        return None
    return _where(rows[0])


def first_edition(language: str) -> Where | None:
    """The first edition of the house in this language; of all when there is none or none is asked for."""
    row = (Edition.objects.filter(language=language).first() if language else None) or Edition.objects.first()
    return _where(row) if row else None


def places_of(things: Collection[tuple[str, int]]) -> dict[tuple[str, int], Place]:
    """What is public of things given by kind and number: at most one query for each kind."""
    numbers: dict[str, list[int]] = defaultdict(list)
    for kind, number in things:
        numbers[kind].append(number)
    found: dict[tuple[str, int], Place] = {}
    for kind, model in _MODELS.items():
        if kind in numbers:
            for row in model.objects.filter(pk__in=numbers[kind]).select_related("edition"):
                address = f"{_site_url(row.edition)}{row.edition.prefix}/{_FOLDERS[kind]}{quote(row.slug)}/"
                found[kind, row.pk] = Place(row.name, address, row.edition.language)
    stories = {*numbers["story"], *numbers["saved"]}
    if stories:
        for story in Story.objects.filter(pk__in=stories, live=True).select_related("edition").defer("body"):
            place = Place(story.headline, _site_url(story.edition) + story.address, story.edition.language)
            found |= {(kind, story.pk): place for kind in ("story", "saved") if story.pk in numbers[kind]}
    return found


def stories(numbers: Collection[int]) -> dict[int, StoryFacts]:
    """The public ones among these stories, for their discussions: two queries."""
    fields = ("slug", "headline", "section_id", "published_date", "first_published_at", "edition__code", "edition__prefix",
              "edition__language", "edition__host")  # fmt: skip
    rows = list(Story.objects.filter(pk__in=numbers, live=True).select_related("edition").only(*fields))
    hosts: dict[int, list[int]] = defaultdict(list)
    bylines = Byline.objects.filter(story__in=[row.pk for row in rows], contributor__account__isnull=False)
    for story, account in bylines.values_list("story_id", "contributor__account_id"):
        hosts[story].append(account)
    return {
        row.pk: StoryFacts(
            row.pk, row.edition.code, row.section_id or 0, row.address, row.headline, row.edition.language,
            row.first_published_at, tuple(hosts[row.pk]),
        ) for row in rows
    }  # fmt: skip


def stories_at(addresses: Collection[str]) -> dict[str, int]:
    """The stories that these addresses lead to: of this site's only the number counts, of others' what a story came in under."""
    hosts = {urlsplit(settings.SITE_URL).netloc, *Edition.objects.exclude(host="").values_list("host", flat=True)}
    found: dict[str, int] = {}
    for address in addresses:
        try:
            parts = urlsplit(address)
        except ValueError:
            continue
        if parts.netloc.lower() in hosts and (match := _STORY_ADDRESS.search(parts.path)):
            found[address] = int(match[1])
    guids = dict(Story.objects.filter(guid__in=[one for one in addresses if one not in found]).values_list("guid", "pk"))
    return {**guids, **found}


def _where(row: Edition) -> Where:
    return Where(row.pk, row.name, row.language, row.prefix, _site_url(row) or settings.SITE_URL, row.time_zone, row.code)


def _site_url(row: Edition) -> str:
    """Scheme and host of an edition that has one for itself; nothing for the others."""
    return f"{settings.SITE_URL.partition('://')[0]}://{row.host}" if row.host else ""
