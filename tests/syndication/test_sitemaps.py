"""Sitemaps: elements in the order of the schemas, limits kept, well formed whatever the copy holds."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from lxml import etree

from stoppress.copy.pages import Alternate, Sitemap, SitemapEntry
from stoppress.syndication.sitemaps import sitemap
from tests.syndication.hostile import texts, with_text
from tests.syndication.samples import UPDATED

ENTRY = SitemapEntry(
    "https://courier.example/en/20251207/ñandú--42.html",
    UPDATED,
    ("/media/7.jpg", "javascript:x"),
    (
        Alternate("en", "https://courier.example/en/x.html"),
        Alternate("es", "https://courier.example/es/x.html"),
    ),
)


def names(element: etree._Element) -> list[str]:
    return [etree.QName(child).localname for child in element]


def test_an_ordinary_sitemap_has_pictures_and_translations():
    url = etree.fromstring(sitemap(Sitemap((ENTRY,))))[0]
    assert names(url) == ["loc", "lastmod", "image", "link", "link"]
    assert url[0].text == "https://courier.example/en/20251207/%C3%B1and%C3%BA--42.html"
    assert url[1].text == "2025-12-07T16:45:00Z"
    assert url[2][0].text == "https://courier.example/media/7.jpg"
    assert [link.get("hreflang") for link in url[3:]] == ["en", "es"]


def test_an_index_lists_sitemaps():
    index = etree.fromstring(sitemap(Sitemap((ENTRY,), is_index=True)))
    assert etree.QName(index).localname == "sitemapindex"
    assert names(index[0]) == ["loc", "lastmod"]


@pytest.mark.parametrize("is_index", [False, True])
def test_too_many_entries_are_refused(is_index):
    with pytest.raises(ValueError, match="at most 50000"):
        sitemap(Sitemap((ENTRY,) * 50_001, is_index=is_index))


@settings(max_examples=40, deadline=None)
@given(texts)
def test_sitemaps_are_well_formed_whatever_they_hold(text):
    pages = Sitemap((replace(with_text(ENTRY, text), url=ENTRY.url), with_text(ENTRY, text)))
    assert len(etree.fromstring(sitemap(pages))) == 2
