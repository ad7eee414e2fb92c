"""A story as an item of ninjs 3.1, for partners who take our copy."""

from typing import Any

from stoppress.copy.editions import Edition
from stoppress.copy.pictures import Crop, Picture
from stoppress.copy.stories import Story, Topic
from stoppress.kit.plain_text import one_line
from stoppress.kit.timestamps import in_zone
from stoppress.syndication.addresses import absolute, lasting_name, story_url
from stoppress.syndication.body_html import body_html
from stoppress.syndication.feed_order import authors_of, changed_at
from stoppress.syndication.genres import genre_of
from stoppress.syndication.story_pictures import mime_type_of, pictures_of
from stoppress.syndication.structured_data.parts import topic_identifiers

SCHEMA = "http://www.iptc.org/std/ninjs/ninjs-schema_3.1.json"
_LISTS = {"person": "people", "place": "places", "organisation": "organisations", "event": "events"}


def to_ninjs(story: Story, edition: Edition) -> dict[str, Any]:
    """The story as a ninjs 3.1 item (IPTC), valid against its schema."""
    return _present(
        uri=lasting_name(edition, story),
        standard={"name": "ninjs", "version": "3.1", "schema": SCHEMA},
        type="text",
        representationType="full",
        version=str(story.version),
        firstCreated=in_zone(story.published_at, edition.time_zone),
        versionCreated=in_zone(changed_at(story), edition.time_zone),
        contentCreated=in_zone(story.published_at, edition.time_zone),
        pubStatus="usable",
        urgency=min(max(story.urgency, 1), 9),
        language=story.language,
        title=one_line(story.headline),
        headlines=_headlines(story),
        descriptions=_descriptions(story),
        bodies=_bodies(story),
        by=", ".join(one_line(name) for name in authors_of(story)),
        located=one_line(story.dateline),
        infoSources=[{"name": one_line(story.agency_credit)}] if story.agency_credit.strip() else [],
        copyrightHolder=edition.copyright_holder or edition.legal_name or edition.name,
        copyrightNotice=story.copyright_notice,
        genres=_genres(story),
        altIds=[{"role": "canonical", "value": story_url(edition, story)}],
        trustIndicators=_trust(edition),
        associations=[_association(story, edition, place, picture) for place, picture in enumerate(pictures_of(story), start=1)],
        **_topics(story, edition),
    )


def _headlines(story: Story) -> list[dict[str, str]]:
    said = {"main": story.headline, "kicker": story.kicker, "short": story.short_headline}
    return [
        {"role": role, "contentType": "text/plain", "value": one_line(words)} for role, words in said.items() if words.strip()
    ]


def _descriptions(story: Story) -> list[dict[str, str]]:
    said = [("summary", story.standfirst), *(("correction", note.text) for note in story.corrections)]
    return [{"role": role, "contentType": "text/plain", "value": one_line(words)} for role, words in said if words.strip()]


def _bodies(story: Story) -> list[dict[str, Any]]:
    counts = {"charCount": len(story.text), "wordCount": story.word_count or len(story.text.split())}
    kinds = [("html", "text/html", str(body_html(story))), ("text", "text/plain", story.text)]
    return [{"role": role, "contentType": kind, **counts, "value": text} for role, kind, text in kinds if text]


def _topics(story: Story, edition: Edition) -> dict[str, list[dict[str, str]]]:
    lists: dict[str, list[dict[str, str]]] = {"people": [], "subjects": []}
    for person in story.bylines:
        lists["people"].append(_present(name=person.name, rel="author", uri=absolute(edition, person.address)))
    for section in story.section_path or (story.section,):
        lists["subjects"].append(_present(name=section.name, rel="section", uri=absolute(edition, section.address)))
    for topic in story.topics:
        lists.setdefault(_LISTS.get(topic.kind, "subjects"), []).append(_topic(topic, edition))
    return lists


def _topic(topic: Topic, edition: Edition) -> dict[str, str]:
    identifiers = [*topic_identifiers(topic), absolute(edition, topic.address)]
    return _present(name=topic.name, rel="about", uri=identifiers[0], literal=topic.media_topic)


def _genres(story: Story) -> list[dict[str, str]]:
    genre = genre_of(story)
    return [{"name": genre, "uri": f"http://cv.iptc.org/newscodes/genre/{genre}"}] if genre else []


def _trust(edition: Edition) -> list[dict[str, str]]:
    return [
        {"role": f"https://schema.org/{name}", "title": name, "href": url}
        for name, raw in edition.policies.items()
        if (url := absolute(edition, raw))
    ]


def _association(story: Story, edition: Edition, place: int, picture: Picture) -> dict[str, Any]:
    said = [("caption", picture.caption), ("alt", picture.alt), ("creditline", picture.credit)]
    return _present(
        name=f"picture-{place}",
        uri=f"{lasting_name(edition, story)}#picture-{picture.id}",
        type="picture",
        rel="lead" if picture is story.lead_picture else "",
        by=picture.creator,
        copyrightNotice=picture.copyright,
        descriptions=[{"role": role, "contentType": "text/plain", "value": words} for role, words in said if words],
        renditions=[
            _rendition(edition, shape, crop) for shape, crop in sorted(picture.crops.items()) if absolute(edition, crop.largest)
        ],
    )


def _rendition(edition: Edition, shape: str, crop: Crop) -> dict[str, Any]:
    return _present(
        name=shape,
        href=absolute(edition, crop.largest),
        contentType=mime_type_of(crop.largest),
        width=crop.width,
        height=crop.height,
        aspectRatio=shape if ":" in shape else "",
    )


def _present(**members: Any) -> dict[str, Any]:
    return {name: value for name, value in members.items() if value not in (None, "", [])}
