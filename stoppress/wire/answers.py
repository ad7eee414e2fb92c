"""What the machines' door answers, as plain data with a schema each."""

from datetime import datetime
from typing import Any

from django.conf import settings
from ninja import Schema

from stoppress.kit import html
from stoppress.newsroom import body
from stoppress.newsroom.models import Edition, Story
from stoppress.pictures.models import Picture
from stoppress.wire.items import Taken


class ItemAnswer(Schema):
    """What became of an item that was put."""

    id: int
    guid: str
    #: Path and url of the story's page; null until it has been public.
    address: str | None
    url: str | None
    #: Our own count, which rises whenever readers see something else.
    version: int
    #: The sender's version that is here now.
    wire_version: str
    state: str
    changed: bool
    #: Number of the entry in the publication log; null when readers see nothing new.
    entry: int | None
    scheduled_for: datetime | None
    warnings: list[str]


class Name(Schema):
    """A section, topic or contributor."""

    name: str
    slug: str


class StoryAnswer(Schema):
    """A story as it is here."""

    id: int
    guid: str
    edition: str
    language: str
    address: str | None
    url: str | None
    version: int
    wire_version: str
    state: str
    live: bool
    headline: str
    standfirst: str
    kicker: str
    dateline: str
    section: Name | None
    topics: list[Name]
    contributors: list[Name]
    urgency: int
    embargo_until: datetime | None
    published_at: datetime | None
    updated_at: datetime | None
    text: str
    corrections: list[str]


class EditionAnswer(Schema):
    """An edition and its sections."""

    code: str
    name: str
    language: str
    url: str
    sections: list[Name]


class PictureAnswer(Schema):
    """A picture that is kept, and the name by which items may use it."""

    id: int
    uri: str
    width: int
    height: int
    created: bool


class Problem(Schema):
    """A refusal: a word for programs, a sentence for people, and a sentence for each field concerned."""

    error: str
    message: str
    problems: dict[str, str] = {}


def of_taken(taken: Taken) -> dict[str, Any]:
    """The answer to a put."""
    story = taken.story
    return {
        "id": story.pk, "guid": story.guid, **_place(story), "version": story.version,
        "wire_version": story.wire_version, "state": "scheduled" if taken.scheduled_for else story.state,
        "changed": taken.changed, "entry": taken.entry, "scheduled_for": taken.scheduled_for,
        "warnings": list(dict.fromkeys(taken.warnings)),
    }  # fmt: skip


def of_story(story: Story) -> dict[str, Any]:
    """A story in full, as its live version has it, or its draft when it is not live."""
    shown = story if story.live else story.get_latest_revision_as_object()
    blocks = (b["value"] for b in body.raw(shown.body) if b["type"] in ("paragraph", "crosshead"))
    return {
        "id": story.pk, "guid": story.guid, "edition": story.edition.code, "language": story.edition.language,
        **_place(story), "version": story.version, "wire_version": story.wire_version, "state": story.state,
        "live": story.live, "headline": shown.headline, "standfirst": shown.standfirst, "kicker": shown.kicker,
        "dateline": shown.dateline, "section": _name(shown.section) if shown.section else None,
        "topics": [_name(t.topic) for t in shown.story_topics.all()],
        "contributors": [_name(b.contributor) for b in shown.bylines.all()],
        "urgency": shown.urgency, "embargo_until": shown.embargo_until, "published_at": story.first_published_at,
        "updated_at": story.updated_at, "text": "\n\n".join(html.text_of(value) for value in blocks),
        "corrections": list(story.corrections.values_list("text", flat=True)),
    }  # fmt: skip


def of_edition(edition: Edition) -> dict[str, Any]:
    """An edition with its sections in order."""
    return {"code": edition.code, "name": edition.name, "language": edition.language,
            "url": f"{_site_url(edition)}{edition.prefix}/", "sections": [_name(s) for s in edition.sections.all()]}  # fmt: skip


def of_picture(picture: Picture, uri: str, *, created: bool) -> dict[str, Any]:
    """The answer to a picture that was sent."""
    return {"id": picture.pk, "uri": uri, "width": picture.width, "height": picture.height, "created": created}


def _place(story: Story) -> dict[str, str | None]:
    if story.published_date is None:
        return {"address": None, "url": None}
    return {"address": story.address, "url": f"{_site_url(story.edition)}{story.address}"}


def _site_url(edition: Edition) -> str:
    if not edition.host:
        return str(settings.SITE_URL)
    return f"{settings.SITE_URL.partition('://')[0]}://{edition.host}"


def _name(place: Any) -> dict[str, str]:
    return {"name": place.name, "slug": place.slug}
