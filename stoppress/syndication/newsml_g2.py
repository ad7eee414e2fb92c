"""A story as a NewsML-G2 2.35 news item at power conformance (IPTC)."""

from stoppress.copy.editions import Edition
from stoppress.copy.stories import Story, Topic
from stoppress.kit.plain_text import one_line
from stoppress.kit.timestamps import in_zone
from stoppress.kit.xml_text import Markup, document, element, joined, optional
from stoppress.syndication.addresses import absolute, absolute_from, lasting_name
from stoppress.syndication.body_html import body_html
from stoppress.syndication.feed_order import changed_at
from stoppress.syndication.genres import genre_of
from stoppress.syndication.story_pictures import best_crop, main_picture, mime_type_of
from stoppress.syndication.structured_data.parts import topic_identifiers

MIME_TYPE = "application/vnd.iptc.g2.newsitem+xml"
_CATALOG = "http://www.iptc.org/std/catalog/catalog.IPTC-G2-Standards_40.xml"
_NATURES = {"person": "person", "place": "geoArea", "organisation": "organisation", "event": "event"}


def to_newsml_g2(story: Story, edition: Edition) -> bytes:
    """The story as a newsItem that carries its text as XHTML; the same copy always gives the same bytes."""
    parts = [
        element("catalogRef", href=_CATALOG),
        _rights(story, edition),
        _item(story, edition),
        _content(story, edition),
        _text(story),
    ]
    marks: dict[str, str | int | None] = {
        "xmlns": "http://iptc.org/std/nar/2006-10-01/",
        "standard": "NewsML-G2",
        "standardversion": "2.35",
        "conformance": "power",
        "guid": lasting_name(edition, story),
        "version": max(story.version, 1),
        "xml:lang": story.language,
        "dir": edition.direction if edition.direction in ("ltr", "rtl") else None,
    }
    return document(element("newsItem", joined(parts), **marks))


def _rights(story: Story, edition: Edition) -> Markup:
    holder = edition.copyright_holder or edition.legal_name or edition.name
    return element(
        "rightsInfo",
        element("copyrightHolder", element("name", holder), uri=absolute(edition, edition.url)),
        optional("copyrightNotice", one_line(story.copyright_notice)),
    )


def _item(story: Story, edition: Edition) -> Markup:
    parts = [
        element("itemClass", qcode="ninat:text"),
        element("provider", element("name", edition.name), uri=absolute(edition, edition.url)),
        element("versionCreated", in_zone(changed_at(story), edition.time_zone)),
        element("firstCreated", in_zone(story.published_at, edition.time_zone)),
        element("pubStatus", qcode="stat:usable"),
        element("title", one_line(story.headline)),
        *(element("link", rel="irel:seeAlso", href=url, contenttype="text/html") for url in _translations(story)),
    ]
    return element("itemMeta", joined(parts))


def _translations(story: Story) -> list[str]:
    return [url for other in story.translations if (url := absolute_from(story.url, other.url))]


def _content(story: Story, edition: Edition) -> Markup:
    people = [
        element("creator", element("name", one_line(person.name)), uri=absolute(edition, person.address))
        for person in story.bylines
    ]
    parts = [
        _icon(story, edition),
        element("urgency", str(min(max(story.urgency, 1), 9))),
        element("contentCreated", in_zone(story.published_at, edition.time_zone)),
        element("contentModified", in_zone(changed_at(story), edition.time_zone)),
        optional("located", optional("name", one_line(story.dateline)), literal=one_line(story.dateline)),
        optional(
            "infoSource",
            optional("name", one_line(story.agency_credit)),
            literal=one_line(story.agency_credit),
        ),
        *people,
        element("language", tag=story.language),
        element("genre", qcode=f"genre:{genre_of(story)}") if genre_of(story) else Markup(""),
        *(_section(section.name, absolute(edition, section.address)) for section in story.section_path),
        *(_subject(topic, edition) for topic in story.topics),
        element("headline", one_line(story.headline)),
        optional("dateline", one_line(story.dateline)),
        optional("by", one_line(", ".join(person.name for person in story.bylines))),
        optional("creditline", one_line(story.agency_credit)),
        optional("description", one_line(story.standfirst), role="drol:summary"),
    ]
    return element("contentMeta", joined(parts))


def _icon(story: Story, edition: Edition) -> Markup:
    picture = main_picture(story)
    crop = best_crop(picture) if picture else None
    href = absolute(edition, crop.largest) if crop else ""
    if crop is None or not href:
        return Markup("")
    return element("icon", href=href, contenttype=mime_type_of(crop.largest), width=crop.width, height=crop.height)


def _section(name: str, url: str) -> Markup:
    return element("subject", element("name", one_line(name)), type="cpnat:abstract", uri=url)


def _subject(topic: Topic, edition: Edition) -> Markup:
    return element(
        "subject",
        element("name", one_line(topic.name)),
        *(element("sameAs", uri=identifier) for identifier in topic_identifiers(topic)),
        type=f"cpnat:{_NATURES.get(topic.kind, 'abstract')}",
        uri=absolute(edition, topic.address) or None,
    )


def _text(story: Story) -> Markup:
    page = element(
        "html",
        element("head", element("title", one_line(story.headline))),
        element("body", body_html(story)),
        **{"xmlns": "http://www.w3.org/1999/xhtml", "xml:lang": story.language},
    )
    words = story.word_count or len(story.text.split())
    return element("contentSet", element("inlineXML", page, contenttype="application/xhtml+xml", wordcount=words or None))
