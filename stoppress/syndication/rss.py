"""A feed as RSS 2.0 with the Atom, Dublin Core, Content and Media modules."""

from stoppress.copy.editions import Edition
from stoppress.copy.pages import Feed
from stoppress.copy.stories import Story
from stoppress.kit.plain_text import one_line
from stoppress.kit.remembering import remembered
from stoppress.kit.timestamps import in_utc, mail_date
from stoppress.kit.xml_text import Markup, document, element, joined, optional
from stoppress.syndication import media_rss
from stoppress.syndication.addresses import absolute, lasting_name, story_url
from stoppress.syndication.body_html import whole_story_html
from stoppress.syndication.feed_order import REMEMBERED, authors_of, changed_at, feed_changed_at, newest_first

MIME_TYPE = "application/rss+xml"
#: Minutes a reader without WebSub may wait before it asks again.
MINUTES_TO_LIVE = 5
#: The specification allows a channel's image no more width than this.
_WIDEST_IMAGE = 144
_NAMESPACES = {
    "xmlns:atom": "http://www.w3.org/2005/Atom",
    "xmlns:content": "http://purl.org/rss/1.0/modules/content/",
    "xmlns:dc": "http://purl.org/dc/elements/1.1/",
    "xmlns:media": media_rss.NAMESPACE,
}


def rss(feed: Feed) -> bytes:
    """The feed in RSS 2.0 (rssboard.org, 2.0.11); the same copy always gives the same bytes."""
    channel = element("channel", _head(feed), *(_item(feed.edition, story) for story in newest_first(feed)))
    return document(element("rss", channel, version="2.0", **_NAMESPACES))


def _head(feed: Feed) -> Markup:
    edition, page = feed.edition, absolute(feed.edition, feed.page_url)
    return joined(
        [
            element("title", one_line(feed.title)),
            element("link", page),
            element("description", one_line(feed.description or feed.title)),
            element("language", edition.language.lower()),
            optional("copyright", edition.copyright_holder or edition.legal_name),
            element("lastBuildDate", mail_date(feed_changed_at(feed))),
            element("ttl", str(MINUTES_TO_LIVE)),
            _image(feed, page),
            element("atom:link", rel="self", type=MIME_TYPE, href=feed.feed_url),
            *(element("atom:link", rel="hub", href=hub) for hub in feed.hubs),
        ]
    )


def _image(feed: Feed, page: str) -> Markup:
    logo = absolute(feed.edition, feed.edition.logo_url)
    if not logo:
        return Markup("")
    size = str(min(feed.edition.logo_size or _WIDEST_IMAGE, _WIDEST_IMAGE))
    return element(
        "image",
        element("url", logo),
        element("title", one_line(feed.title)),
        element("link", page),
        element("width", size),
        element("height", size),
    )


@remembered(REMEMBERED, alike=2)
def _item(edition: Edition, story: Story) -> Markup:
    changed = changed_at(story)
    parts = [
        element("title", one_line(story.headline)),
        element("link", story_url(edition, story)),
        element("guid", lasting_name(edition, story), isPermaLink="false"),
        element("pubDate", mail_date(story.published_at)),
        element("atom:updated", in_utc(changed)) if changed > story.published_at else Markup(""),
        *(element("dc:creator", one_line(name)) for name in authors_of(story)),
        *(_category(edition, section.name, section.address) for section in story.section_path or (story.section,)),
        *(_category(edition, topic.name, topic.address) for topic in story.topics),
        optional("description", one_line(story.standfirst or story.description)),
        optional("content:encoded", str(whole_story_html(story))),
        *media_rss.media_elements(story),
    ]
    return element("item", joined(parts))


def _category(edition: Edition, name: str, address: str) -> Markup:
    return optional("category", one_line(name), domain=absolute(edition, address) or None)
