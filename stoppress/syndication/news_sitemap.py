"""The news sitemap: the stories of two days, for search engines' news."""

from stoppress.copy.editions import Edition
from stoppress.copy.pages import NewsSitemap
from stoppress.copy.stories import Card
from stoppress.kit.plain_text import one_line
from stoppress.kit.remembering import remembered
from stoppress.kit.timestamps import in_utc
from stoppress.kit.xml_text import Markup, document, element, joined
from stoppress.syndication.addresses import absolute
from stoppress.syndication.sitemaps import SITEMAP

#: Most stories in one (Google's limit).
MOST_STORIES = 1_000

_NEWS = "http://www.google.com/schemas/sitemap-news/0.9"


def news_sitemap(s: NewsSitemap) -> bytes:
    """The sitemap in the XML of sitemaps.org 0.9 with Google's news elements in XSD order.

    One over the limit is a mistake of whoever chose the stories and is refused with ValueError.
    """
    if len(s.cards) > MOST_STORIES:
        raise ValueError(f"A news sitemap holds at most {MOST_STORIES} stories, this one {len(s.cards)}.")
    stories = [_url(card, s.edition) for card in s.cards]
    return document(element("urlset", joined(stories), **{"xmlns": SITEMAP, "xmlns:news": _NEWS}))


@remembered(8 * MOST_STORIES, alike=2)
def _url(card: Card, edition: Edition) -> Markup:
    """One story; all but the newest stood there when the page was printed before, perhaps a second ago."""
    return element(
        "url",
        element("loc", absolute(edition, card.address)),
        element(
            "news:news",
            element(
                "news:publication",
                element("news:name", one_line(edition.name)),
                element("news:language", news_language(edition.language)),
            ),
            element("news:publication_date", in_utc(card.published_at)),
            element("news:title", one_line(card.headline)),
        ),
    )


def news_language(tag: str) -> str:
    """The ISO 639 code a news sitemap wants for a BCP 47 tag; only Chinese is told apart further."""
    words = tag.lower().replace("_", "-").split("-")
    if words[0] != "zh":
        return words[0]
    return "zh-tw" if {"tw", "hk", "mo", "hant"} & set(words) else "zh-cn"
