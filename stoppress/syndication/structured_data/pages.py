"""The graph of each kind of page: the page, its breadcrumb, what it holds, and the house behind it."""

from functools import singledispatch
from itertools import chain
from typing import Any

from stoppress.copy.pages import CorrectionsPage, FrontPage, HousePage, ListPage, MostReadPage, NoticePage, StoryPage
from stoppress.copy.stories import Contributor, Correction
from stoppress.kit.timestamps import in_zone
from stoppress.syndication.addresses import absolute, publisher_id
from stoppress.syndication.page_words import Page, description, title, url
from stoppress.syndication.structured_data import parts
from stoppress.syndication.structured_data.parts import Node, breadcrumb, item_list, present, reference
from stoppress.syndication.structured_data.story import article


def graph(page: Page) -> dict[str, Any]:
    """The page's structured data as one JSON-LD graph (schema.org 30)."""
    nodes = [node for node in _nodes(page) if node]
    return {
        "@context": "https://schema.org",
        "@graph": [*nodes, parts.web_site(page.edition), parts.publisher(page.edition)],
    }


@singledispatch
def _nodes(page: Page) -> list[Node]:
    raise TypeError(f"There is no structured data for {type(page).__name__}; hand in a page of copy.pages.")


@_nodes.register
def _(page: StoryPage) -> list[Node]:
    node = article(page.edition, page.story)
    sections = page.story.section_path or (page.story.section,)
    trail = [(section.name, absolute(page.edition, section.address)) for section in sections]
    pictures = node.get("image", [])
    web_page = _web_page(
        page,
        mainEntity=reference(node["@id"]),
        primaryImageOfPage=reference(pictures[0]["@id"]) if pictures else None,
        datePublished=node["datePublished"],
        dateModified=node["dateModified"],
    )
    return [web_page, node, _trail(page, trail, last=page.story.headline)]


@_nodes.register
def _(page: FrontPage) -> list[Node]:
    lead = (page.lead,) if page.lead else ()
    cards = chain(lead, page.top, *(band.cards for band in page.bands), page.opinion, page.latest)
    return [_web_page(page), item_list(page.edition, url(page), cards)]


@_nodes.register
def _(page: ListPage) -> list[Node]:
    stories = item_list(page.edition, url(page), page.cards)
    if page.contributor and page.day is None:
        person = _person(page, page.contributor)
        profile = _web_page(page, "ProfilePage", mainEntity=person)
        return [profile, stories, _trail(page)]
    subject = parts.topic(page.edition, page.topic) if page.topic else None
    if page.contributor:
        subject = parts.byline(page.edition, page.contributor)
    collection = _web_page(page, "CollectionPage", mainEntity=reference(stories["@id"]) if stories else None, about=subject)
    above = [(s.name, absolute(page.edition, s.address)) for s in page.section_path]
    if above and page.day is None:
        above.pop()
    return [collection, stories, _trail(page, above)]


@_nodes.register
def _(page: CorrectionsPage) -> list[Node]:
    notes = [
        present(
            type_="CorrectionComment",
            text=note.text,
            datePublished=in_zone(note.published_at, page.edition.time_zone),
            about=_corrected(page, note),
            author=reference(publisher_id(page.edition)),
        )
        for note in page.corrections
    ]
    return [_web_page(page, "CollectionPage", hasPart=notes), _trail(page)]


@_nodes.register
def _(page: MostReadPage) -> list[Node]:
    stories = item_list(page.edition, url(page), page.cards)
    main = reference(stories["@id"]) if stories else None
    return [_web_page(page, "CollectionPage", mainEntity=main), stories, _trail(page)]


@_nodes.register
def _(page: HousePage) -> list[Node]:
    updated = in_zone(page.updated_at, page.edition.time_zone) if page.updated_at else None
    return [_web_page(page, dateModified=updated), _trail(page)]


@_nodes.register
def _(page: NoticePage) -> list[Node]:
    return []


def _web_page(page: Page, kind: str = "WebPage", **more: Any) -> Node:
    return present(
        type_=kind,
        id_=url(page),
        url=url(page),
        name=title(page),
        description=description(page),
        inLanguage=page.edition.language,
        isPartOf=reference(f"{page.edition.url}#website"),
        breadcrumb=None if isinstance(page, FrontPage) else reference(f"{url(page)}#breadcrumb"),
        **more,
    )


def _trail(page: Page, between: list[tuple[str, str]] | None = None, last: str = "") -> Node:
    front = (page.edition.name, absolute(page.edition, page.edition.url))
    return breadcrumb(url(page), [front, *(between or []), (last or title(page), url(page))])


def _corrected(page: CorrectionsPage, note: Correction) -> Node | None:
    where = absolute(page.edition, note.story_address)
    return present(type_="NewsArticle", headline=note.story_headline, url=where) if where else None


def _person(page: ListPage, contributor: Contributor) -> Node:
    return {
        **parts.byline(page.edition, contributor),
        **present(
            jobTitle=contributor.job_title,
            description=contributor.biography,
            email=contributor.email,
            image=parts.portrait(page.edition, contributor.portrait),
            worksFor=reference(publisher_id(page.edition)),
            sameAs=[link for raw in contributor.links if (link := absolute(page.edition, raw))],
        ),
    }
