"""Sitemaps: the index, pages with their pictures and translations, and the news of two days."""

from functools import lru_cache

from stoppress.copy.pages import Sitemap, SitemapEntry
from stoppress.kit.plain_text import one_line
from stoppress.kit.timestamps import in_utc
from stoppress.kit.xml_text import Markup, document, element, joined, optional
from stoppress.syndication.addresses import absolute_from

#: Most addresses in one sitemap or index (sitemaps.org), pictures at one address, stories in a news sitemap.
MOST_ENTRIES = 50_000
MOST_PICTURES = 1_000
MOST_NEWS = 1_000

_SITEMAP = "http://www.sitemaps.org/schemas/sitemap/0.9"
_IMAGE = "http://www.google.com/schemas/sitemap-image/1.1"
_NEWS = "http://www.google.com/schemas/sitemap-news/0.9"
_XHTML = "http://www.w3.org/1999/xhtml"


def sitemap(s: Sitemap) -> bytes:
    """The sitemap in the XML of sitemaps.org 0.9, with Google's image and news elements in XSD order.

    A sitemap over the limits is a mistake of whoever divided it and is refused with ValueError.
    """
    most = MOST_NEWS if s.is_news else MOST_ENTRIES
    if len(s.entries) > most:
        raise ValueError(f"A sitemap holds at most {most} addresses, this one {len(s.entries)}: divide it.")
    if s.is_index:
        entries = [element("sitemap", _place(entry)) for entry in s.entries]
        return document(element("sitemapindex", joined(entries), xmlns=_SITEMAP))
    entries = [_url(entry, s.is_news) for entry in s.entries]
    return document(element("urlset", joined(entries), xmlns=_SITEMAP, **_namespaces(s)))


def _namespaces(s: Sitemap) -> dict[str, str]:
    wanted = {
        "xmlns:image": _IMAGE if any(entry.pictures for entry in s.entries) else None,
        "xmlns:news": _NEWS if s.is_news else None,
        "xmlns:xhtml": _XHTML if any(entry.alternates for entry in s.entries) else None,
    }
    return {name: namespace for name, namespace in wanted.items() if namespace}


@lru_cache(maxsize=4096)
def _url(entry: SitemapEntry, is_news: bool) -> Markup:
    return element("url", _place(entry), *_details(entry, is_news))


def _place(entry: SitemapEntry) -> Markup:
    changed = optional("lastmod", in_utc(entry.changed_at) if entry.changed_at else "")
    return joined([element("loc", absolute_from("", entry.url)), changed])


def _details(entry: SitemapEntry, is_news: bool) -> list[Markup]:
    pictures = [absolute_from(entry.url, address) for address in entry.pictures[:MOST_PICTURES]]
    return [
        _news(entry) if is_news else Markup(""),
        *(element("image:image", element("image:loc", url)) for url in pictures if url),
        *_alternates(entry),
    ]


def _alternates(entry: SitemapEntry) -> list[Markup]:
    """Links between translations, the page itself among them."""
    return [
        element("xhtml:link", rel="alternate", hreflang=other.hreflang, href=absolute_from(entry.url, other.url))
        for other in entry.alternates
        if absolute_from(entry.url, other.url)
    ]


def _news(entry: SitemapEntry) -> Markup:
    if not entry.published_at:
        return Markup("")
    return element(
        "news:news",
        element(
            "news:publication",
            element("news:name", one_line(entry.publication_name)),
            element("news:language", news_language(entry.publication_language)),
        ),
        element("news:publication_date", in_utc(entry.published_at)),
        element("news:title", one_line(entry.headline)),
    )


def news_language(tag: str) -> str:
    """The ISO 639 code a news sitemap wants for a BCP 47 tag; only Chinese is told apart further."""
    words = tag.lower().replace("_", "-").split("-")
    if words[0] != "zh":
        return words[0]
    return "zh-tw" if {"tw", "hk", "mo", "hant"} & set(words) else "zh-cn"
