"""A feed as Atom (RFC 4287), with tombstones for stories that were withdrawn (RFC 6721)."""

from stoppress.copy.editions import Edition
from stoppress.copy.pages import Feed
from stoppress.copy.stories import Story
from stoppress.kit.plain_text import one_line
from stoppress.kit.remembering import remembered
from stoppress.kit.timestamps import in_utc
from stoppress.kit.xml_text import Markup, document, element, joined, optional
from stoppress.syndication import media_rss
from stoppress.syndication.addresses import absolute, lasting_name, story_url
from stoppress.syndication.body_html import whole_story_html
from stoppress.syndication.feed_order import REMEMBERED, changed_at, feed_changed_at, newest_first

MIME_TYPE = "application/atom+xml"
_NAMESPACES = {
    "xmlns": "http://www.w3.org/2005/Atom",
    "xmlns:at": "http://purl.org/atompub/tombstones/1.0",
    "xmlns:media": media_rss.NAMESPACE,
}


def atom(feed: Feed) -> bytes:
    """The feed in Atom; the same copy always gives the same bytes."""
    parts = [
        _head(feed),
        *(element("at:deleted-entry", ref=guid, when=in_utc(moment)) for guid, moment in feed.withdrawn),
        *(_entry(feed.edition, story) for story in newest_first(feed)),
    ]
    return document(element("feed", joined(parts), **_NAMESPACES, **{"xml:lang": feed.edition.language}))


def _head(feed: Feed) -> Markup:
    edition = feed.edition
    logo = absolute(edition, edition.logo_url)
    return joined(
        [
            element("id", feed.feed_url),
            element("title", one_line(feed.title)),
            optional("subtitle", one_line(feed.description)),
            element("updated", in_utc(feed_changed_at(feed))),
            element("author", element("name", edition.name), element("uri", absolute(edition, edition.url))),
            element("link", rel="self", type=MIME_TYPE, href=feed.feed_url),
            element("link", rel="alternate", type="text/html", href=absolute(edition, feed.page_url)),
            *(element("link", rel="hub", href=hub) for hub in feed.hubs),
            optional("icon", logo),
            optional("rights", edition.copyright_holder or edition.legal_name),
        ]
    )


@remembered(REMEMBERED, alike=2)
def _entry(edition: Edition, story: Story) -> Markup:
    url = story_url(edition, story)
    parts = [
        element("id", lasting_name(edition, story)),
        element("title", one_line(story.headline)),
        element("link", rel="alternate", type="text/html", hreflang=story.language, href=url),
        element("published", in_utc(story.published_at)),
        element("updated", in_utc(changed_at(story))),
        *_authors(edition, story),
        *(_category(edition, section.name, section.address) for section in story.section_path or (story.section,)),
        *(_category(edition, topic.name, topic.address) for topic in story.topics),
        optional("rights", story.copyright_notice),
        optional("summary", one_line(story.standfirst or story.description)),
        optional("content", str(whole_story_html(story)), type="html", **{"xml:base": url}),
        *media_rss.media_elements(story),
    ]
    return element("entry", joined(parts), **{"xml:lang": story.language})


def _authors(edition: Edition, story: Story) -> list[Markup]:
    if not story.bylines and story.agency_credit:
        return [element("author", element("name", story.agency_credit))]
    return [
        element("author", element("name", one_line(p.name)), optional("uri", absolute(edition, p.address))) for p in story.bylines
    ]


def _category(edition: Edition, name: str, address: str) -> Markup:
    word = one_line(name)
    return element("category", term=word, scheme=absolute(edition, address) or None) if word else Markup("")
