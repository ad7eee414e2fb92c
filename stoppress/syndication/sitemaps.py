"""Sitemaps: the index, and pages with their pictures and translations."""

from functools import lru_cache

from stoppress.copy.pages import Sitemap, SitemapEntry
from stoppress.kit.timestamps import in_utc
from stoppress.kit.xml_text import Markup, document, element, joined, optional
from stoppress.syndication.addresses import absolute_from

#: Most addresses in one sitemap or index (sitemaps.org), and pictures at one address.
MOST_ENTRIES = 50_000
MOST_PICTURES = 1_000

SITEMAP = "http://www.sitemaps.org/schemas/sitemap/0.9"
_IMAGE = "http://www.google.com/schemas/sitemap-image/1.1"
_XHTML = "http://www.w3.org/1999/xhtml"


def sitemap(s: Sitemap) -> bytes:
    """The sitemap in the XML of sitemaps.org 0.9, with Google's image elements in XSD order.

    A sitemap over the limits is a mistake of whoever divided it and is refused with ValueError.
    """
    if len(s.entries) > MOST_ENTRIES:
        raise ValueError(f"A sitemap holds at most {MOST_ENTRIES} addresses, this one {len(s.entries)}: divide it.")
    if s.is_index:
        entries = [element("sitemap", _place(entry)) for entry in s.entries]
        return document(element("sitemapindex", joined(entries), xmlns=SITEMAP))
    entries = [_url(entry) for entry in s.entries]
    return document(element("urlset", joined(entries), xmlns=SITEMAP, **_namespaces(s)))


def _namespaces(s: Sitemap) -> dict[str, str]:
    wanted = {
        "xmlns:image": _IMAGE if any(entry.pictures for entry in s.entries) else None,
        "xmlns:xhtml": _XHTML if any(entry.alternates for entry in s.entries) else None,
    }
    return {name: namespace for name, namespace in wanted.items() if namespace}


@lru_cache(maxsize=4096)
def _url(entry: SitemapEntry) -> Markup:
    pictures = [absolute_from(entry.url, address) for address in entry.pictures[:MOST_PICTURES]]
    shown = [element("image:image", element("image:loc", url)) for url in pictures if url]
    return element("url", _place(entry), *shown, *_alternates(entry))


def _place(entry: SitemapEntry) -> Markup:
    changed = optional("lastmod", in_utc(entry.changed_at) if entry.changed_at else "")
    return joined([element("loc", absolute_from("", entry.url)), changed])


def _alternates(entry: SitemapEntry) -> list[Markup]:
    """Links between translations, the page itself among them."""
    return [
        element("xhtml:link", rel="alternate", hreflang=other.hreflang, href=absolute_from(entry.url, other.url))
        for other in entry.alternates
        if absolute_from(entry.url, other.url)
    ]
