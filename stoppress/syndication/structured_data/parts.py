"""Pieces that several pages' structured data share: the house, pictures, people, topics, breadcrumbs."""

import re
from collections.abc import Iterable
from typing import Any

from stoppress.copy.editions import Edition
from stoppress.copy.pictures import Crop, Picture
from stoppress.copy.stories import Card, Contributor, Topic
from stoppress.syndication.addresses import absolute, publisher_id
from stoppress.syndication.story_pictures import best_crop

Node = dict[str, Any]

#: An event is given as a Thing: search engines take an Event for one of our own, with tickets and doors.
TOPIC_TYPES = {"person": "Person", "place": "Place", "organisation": "Organization", "event": "Thing"}
#: Of IPTC's digital source types, those that schema.org 30 has as members of IPTCDigitalSourceEnumeration.
_SOURCE_TYPES = {
    "algorithmicMedia", "algorithmicallyEnhanced", "compositeCapture", "compositeSynthetic", "dataDrivenMedia", "digitalArt",
    "digitalCapture", "minorHumanEdits", "negativeFilm", "positiveFilm", "print", "screenCapture", "trainedAlgorithmicMedia",
    "virtualRecording", "compositeWithTrainedAlgorithmicMedia",
}  # fmt: skip
_WIKIDATA = re.compile(r"Q[1-9]\d*")
_MEDIA_TOPIC = re.compile(r"(?:medtop:)?(\d{8})")


def present(**properties: Any) -> Node:
    """The properties that say something; `id_` and `type_` become `@id` and `@type`."""
    names = {"id_": "@id", "type_": "@type"}
    empty: tuple[Any, ...] = (None, "", [], {}, ())
    return {names.get(name, name): value for name, value in properties.items() if value not in empty}


def reference(node_id: str) -> Node:
    """A pointer to another node of the graph."""
    return {"@id": node_id}


def publisher(edition: Edition) -> Node:
    """The house behind the edition, with every policy page it has (NewsMediaOrganization)."""
    return present(
        type_="NewsMediaOrganization",
        id_=publisher_id(edition),
        name=edition.name,
        legalName=edition.legal_name,
        url=absolute(edition, edition.url),
        description=edition.description,
        slogan=edition.tagline,
        logo=_logo(edition),
        email=edition.email,
        telephone=edition.phone,
        address=edition.postal_address,
        foundingDate=str(edition.founded_year) if edition.founded_year else None,
        contactPoint=_contact(edition),
        sameAs=[url for link in edition.social if (url := absolute(edition, link.address))],
        **{name: url for name, raw in edition.policies.items() if (url := absolute(edition, raw))},
    )


def web_site(edition: Edition) -> Node:
    """The edition as a web site."""
    return present(
        type_="WebSite",
        id_=f"{edition.url}#website",
        url=absolute(edition, edition.url),
        name=edition.name,
        description=edition.tagline or edition.description,
        inLanguage=edition.language,
        publisher=reference(publisher_id(edition)),
    )


def image(edition: Edition, picture: Picture, crop: Crop, node_id: str = "") -> Node:
    """One crop of a picture with its size and rights, as Google's image metadata names them."""
    url = absolute(edition, crop.largest)
    return present(
        type_="ImageObject",
        id_=node_id,
        url=url,
        contentUrl=url,
        width=crop.width,
        height=crop.height,
        caption=picture.caption or picture.alt,
        creditText=picture.credit,
        copyrightNotice=picture.copyright,
        creator=present(type_="Person", name=picture.creator) if picture.creator else None,
        license=absolute(edition, picture.terms_url),
        acquireLicensePage=absolute(edition, picture.terms_url),
        digitalSourceType=_schema_source_type(picture.digital_source_type),
    )


def byline(edition: Edition, contributor: Contributor) -> Node:
    """A person in a byline: the name alone, and the address of their page."""
    url = absolute(edition, contributor.address)
    return present(type_="Person", id_=f"{url}#person" if url else "", name=contributor.name, url=url)


def topic(edition: Edition, subject: Topic) -> Node:
    """What a story is about, tied to Wikidata and the IPTC Media Topics where the desk did so."""
    return present(
        type_=TOPIC_TYPES.get(subject.kind, "Thing"),
        name=subject.name,
        url=absolute(edition, subject.address),
        sameAs=topic_identifiers(subject),
    )


def topic_identifiers(subject: Topic) -> list[str]:
    """The topic's identifiers as URIs: Wikidata entity and IPTC Media Topic."""
    found = []
    if _WIKIDATA.fullmatch(subject.wikidata_id):
        found.append(f"http://www.wikidata.org/entity/{subject.wikidata_id}")
    if match := _MEDIA_TOPIC.fullmatch(subject.media_topic):
        found.append(f"http://cv.iptc.org/newscodes/mediatopic/{match[1]}")
    return found


def breadcrumb(page_url: str, steps: Iterable[tuple[str, str]]) -> Node:
    """The way from the front to the page; the last step, the page itself, carries no address."""
    trail = list(steps)
    items = [
        present(type_="ListItem", position=place, name=name, item=url if place < len(trail) else None)
        for place, (name, url) in enumerate(trail, start=1)
    ]
    return present(type_="BreadcrumbList", id_=f"{page_url}#breadcrumb", itemListElement=items)


def item_list(edition: Edition, page_url: str, cards: Iterable[Card]) -> Node:
    """The stories a page leads to, each once, in the order shown."""
    urls = dict.fromkeys(url for card in cards if (url := absolute(edition, card.address)))
    items = [{"@type": "ListItem", "position": place, "url": url} for place, url in enumerate(urls, start=1)]
    if not items:
        return {}
    return present(type_="ItemList", id_=f"{page_url}#stories", numberOfItems=len(items), itemListElement=items)


def portrait(edition: Edition, picture: Picture | None) -> Node | None:
    """A picture of a person or topic in its best crop."""
    crop = best_crop(picture) if picture else None
    return image(edition, picture, crop) if picture and crop else None


def _schema_source_type(uri: str) -> str:
    """schema.org's name for one of IPTC's digital source types; it has one for each that tells of a machine's part."""
    term = uri.rpartition("/")[2]
    return f"https://schema.org/{term[0].upper()}{term[1:]}DigitalSource" if term in _SOURCE_TYPES else ""


def _contact(edition: Edition) -> Node | None:
    if not edition.email and not edition.phone:
        return None
    return present(type_="ContactPoint", contactType="newsroom", email=edition.email, telephone=edition.phone)


def _logo(edition: Edition) -> Node | None:
    if edition.logo_url:
        url, size = absolute(edition, edition.logo_url), edition.logo_size or None
        return present(type_="ImageObject", url=url, contentUrl=url, width=size, height=size)
    if edition.logo:
        url = absolute(edition, edition.logo.address)
        return present(type_="ImageObject", url=url, contentUrl=url, width=edition.logo.width, height=edition.logo.height)
    return None
