"""Sitemaps: elements in the order of the schemas, limits kept, well formed whatever the copy holds."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from lxml import etree

from stoppress.copy.pages import Alternate, Sitemap, SitemapEntry
from stoppress.syndication.sitemaps import news_language, sitemap
from tests.syndication.hostile import texts, with_text
from tests.syndication.samples import PUBLISHED, UPDATED

NEWS = "{http://www.google.com/schemas/sitemap-news/0.9}"
ENTRY = SitemapEntry(
    "https://courier.example/en/20251207/ñandú--42.html",
    UPDATED,
    ("/media/7.jpg", "javascript:x"),
    (
        Alternate("en", "https://courier.example/en/x.html"),
        Alternate("es", "https://courier.example/es/x.html"),
    ),
    "Trams return",
    PUBLISHED,
    "The Marenport Courier",
    "en-GB",
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


def test_a_news_sitemap_keeps_the_order_of_its_schema():
    news = etree.fromstring(sitemap(Sitemap((ENTRY,), is_news=True)))[0].find(f"{NEWS}news")
    assert names(news) == ["publication", "publication_date", "title"]
    assert names(news[0]) == ["name", "language"]
    assert news.findtext(f"{NEWS}publication/{NEWS}language") == "en"
    assert news.findtext(f"{NEWS}publication_date") == "2025-12-07T14:07:30Z"


def test_an_index_lists_sitemaps_and_an_empty_news_sitemap_is_fine():
    index = etree.fromstring(sitemap(Sitemap((ENTRY,), is_index=True)))
    assert etree.QName(index).localname == "sitemapindex"
    assert names(index[0]) == ["loc", "lastmod"]
    assert len(etree.fromstring(sitemap(Sitemap((), is_news=True)))) == 0


def test_too_many_entries_are_refused():
    with pytest.raises(ValueError, match="at most 1000"):
        sitemap(Sitemap((ENTRY,) * 1001, is_news=True))


def test_chinese_is_the_one_language_told_apart():
    tags = {
        "en-GB": "en",
        "es": "es",
        "zh": "zh-cn",
        "zh-Hant": "zh-tw",
        "zh-TW": "zh-tw",
        "zh-Hans-CN": "zh-cn",
    }
    assert {tag: news_language(tag) for tag in tags} == tags


@settings(max_examples=40, deadline=None)
@given(texts)
def test_sitemaps_are_well_formed_whatever_they_hold(text):
    hostile = replace(with_text(ENTRY, text), url=ENTRY.url)
    for is_news in (False, True):
        pages = Sitemap((hostile, with_text(ENTRY, text)), is_news=is_news)
        assert len(etree.fromstring(sitemap(pages))) == 2
